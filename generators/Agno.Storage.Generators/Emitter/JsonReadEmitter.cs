using Agno.Storage.Generators.Model;
using static Agno.Storage.Generators.Emitter.JsonText;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes how values are read from JSON.</summary>
internal sealed class JsonReadEmitter(SourceWriter writer, IReadOnlyDictionary<string, JsonTypeModel> types)
{
    /// <summary>The expression that reads a value of a type.</summary>
    public string Read(string id)
    {
        JsonTypeModel type = types[id];
        return type.Shape switch
        {
            JsonShape.Scalar => ReadScalar(type),
            JsonShape.Enum when !type.Enum!.IsByName => $"({type.Type})json.Read{type.Enum.Number.Read}()",
            JsonShape.Nullable => $"(json.TryReadNull() ? null : ({type.Type}){Read(type.Element)})",
            JsonShape.Library => $"{type.Expression}.Read(ref json)",
            JsonShape.Column => $"new {type.Type}({Read(type.Element)})",
            JsonShape.Delegated => $"{GeneratedName.Of("Delegate", id)}.Read(ref json)",
            JsonShape.Stored when type.IsValueType => $"{type.Expression}.FromStored({Read(type.Element)})",
            JsonShape.Stored => $"(json.TryReadNull() ? null : {type.Expression}.FromStored({Read(type.Element)}))",
            _ => $"{GeneratedName.Of("Read", id)}(ref json)",
        };
    }

    /// <summary>A type's C# name.</summary>
    public string TypeOf(string id) => types[id].NullableType;

    /// <summary>Writes the method that reads a type, where an expression is not enough.</summary>
    public void Emit(JsonTypeModel type)
    {
        switch (type.Shape)
        {
            case JsonShape.Enum when type.Enum!.IsByName:
                EmitEnum(type, type.Enum);
                break;
            case JsonShape.Collection:
                EmitCollection(type, type.Collection!);
                break;
            case JsonShape.Dictionary:
                EmitDictionary(type, type.Collection!);
                break;
            case JsonShape.Object:
                new JsonObjectReadEmitter(writer, this, type, type.Object!).Emit();
                break;
        }
    }

    /// <summary>Opens the method that reads a type; a null is read first.</summary>
    public void Open(JsonTypeModel type)
    {
        writer.Open($"internal static {type.NullableType} {GeneratedName.Of("Read", type.Id)}(ref {Cursor} json)");
        if (!type.IsValueType)
        {
            writer.WriteLine("if (json.TryReadNull())");
            writer.WriteLine("    return null;");
        }
    }

    private static string ReadScalar(JsonTypeModel type)
    {
        JsonScalarModel scalar = type.Scalar!;
        string argument = scalar.Handling == 0 ? "" : $"(global::System.Text.Json.Serialization.JsonNumberHandling){scalar.Handling}";
        string read = $"json.Read{scalar.Read}({argument})";
        return type.IsValueType || scalar.Read == "StringOrNull" ? read : $"(json.TryReadNull() ? null : {read})";
    }

    private void EmitEnum(JsonTypeModel type, JsonEnumModel model)
    {
        Open(type);
        writer.WriteLine($"{Span} text = json.ReadRawValue();");
        EnumNameModel[] plain = [.. model.Names.Where(member => IsPlain(member.Text))];
        if (plain.Length > 0)
        {
            writer.Open("switch (text.Length)");
            foreach (EnumNameModel member in plain)
            {
                writer.WriteLine($"case {member.Text.Length + 2} when Is(text, {Literal($"\"{member.Text}\"")}):");
                writer.WriteLine($"    return {type.Type}.{member.Member};");
            }
            writer.Close();
        }
        writer.WriteLine("// Another case, several flags, a number, an escape: System.Text.Json knows.");
        writer.WriteLine($"{Cursor} other = new(text);");
        writer.Open("try");
        writer.WriteLine($"return {GeneratedName.Of("Delegate", type.Id)}.Read(ref other);");
        writer.Close();
        writer.Open("finally");
        writer.WriteLine("other.Dispose();");
        writer.Close();
        writer.Close();
        writer.WriteLine();
    }

    private void EmitCollection(JsonTypeModel type, JsonCollectionModel collection)
    {
        Open(type);
        writer.WriteLine("json.ReadStartArray();");
        if (collection.IsArray)
        {
            writer.WriteLine($"{collection.Builder} items = {collection.Create};");
            writer.WriteLine("int count = 0;");
            writer.Open("while (json.ReadElement())");
            writer.WriteLine("if (count == items.Length)");
            writer.WriteLine("    global::System.Array.Resize(ref items, global::System.Math.Max(4, 2 * count));");
            writer.WriteLine($"items[count++] = {Read(type.Element)};");
            writer.Close();
            writer.WriteLine("global::System.Array.Resize(ref items, count);");
            writer.WriteLine("return items;");
        }
        else
        {
            writer.WriteLine($"{collection.Builder} items = {collection.Create};");
            writer.WriteLine("while (json.ReadElement())");
            writer.WriteLine($"    items.{collection.Add}({Read(type.Element)});");
            writer.WriteLine($"return items{collection.Finish};");
        }
        writer.Close();
        writer.WriteLine();
    }

    private void EmitDictionary(JsonTypeModel type, JsonCollectionModel collection)
    {
        Open(type);
        writer.WriteLine("json.ReadStartObject();");
        writer.WriteLine($"{collection.Builder} items = {collection.Create};");
        writer.Open($"while (json.ReadMember(out {Span} name))");
        if (type.KeyType == "string")
        {
            writer.WriteLine($"string key = {Utf8}.GetString(name);");
        }
        else
        {
            writer.WriteLine($"if (!global::System.Buffers.Text.Utf8Parser.TryParse(name, out {type.KeyType} key, out int used) || used != name.Length)");
            writer.WriteLine($"    throw json.Error($\"'{{({Utf8}.GetString(name))}}' is not a key of type {type.KeyType.Replace("global::", "")}.\");");
        }
        writer.WriteLine($"items[key] = {Read(type.Element)};");
        writer.Close();
        writer.WriteLine($"return items{collection.Finish};");
        writer.Close();
        writer.WriteLine();
    }
}
