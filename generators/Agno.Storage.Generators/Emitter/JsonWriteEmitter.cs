using Agno.Storage.Generators.Model;
using static Agno.Storage.Generators.Emitter.JsonText;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes how values are written as JSON.</summary>
internal sealed class JsonWriteEmitter(SourceWriter writer, IReadOnlyDictionary<string, JsonTypeModel> types)
{
    private const int WriteAsString = 2;
    private const int AllowNamedFloatingPointLiterals = 4;
    private const string Pair = "global::System.Collections.Generic.KeyValuePair";

    /// <summary>Writes the method that writes a type, where a statement is not enough.</summary>
    public void Emit(JsonTypeModel type)
    {
        switch (type.Shape)
        {
            case JsonShape.Enum when type.Enum!.IsByName:
                EmitEnum(type, type.Enum);
                break;
            case JsonShape.Collection:
                EmitCollection(type);
                break;
            case JsonShape.Dictionary:
                EmitDictionary(type);
                break;
            case JsonShape.Object:
                EmitObject(type, type.Object!);
                break;
        }
    }

    /// <summary>Writes the statement that writes a value. <paramref name="local"/> is free as a name for the value that is not null.</summary>
    public void Write(string id, string value, string local)
    {
        JsonTypeModel type = types[id];
        switch (type.Shape)
        {
            case JsonShape.Scalar when !type.IsValueType && type.Scalar!.Read != "StringOrNull":
                writer.WriteLine($"if ({value} is {{ }} {local})");
                writer.WriteLine($"    json.Write{type.Scalar.Write}({local});");
                writer.WriteLine("else");
                writer.WriteLine("    json.WriteNull();");
                break;
            case JsonShape.Scalar:
                WriteScalar(type, value);
                break;
            case JsonShape.Enum when !type.Enum!.IsByName:
                writer.WriteLine($"json.WriteNumber(({(type.Enum.Underlying == "ulong" ? "ulong" : "long")}){value});");
                break;
            case JsonShape.Nullable:
                writer.Open($"if ({value} is {{ }} {local})");
                Write(type.Element, local, "inner" + local);
                writer.Close();
                writer.Open("else");
                writer.WriteLine("json.WriteNull();");
                writer.Close();
                break;
            case JsonShape.Stored when type.IsValueType:
                Write(type.Element, $"{type.Expression}.ToStored({value})", local);
                break;
            case JsonShape.Stored:
                writer.Open($"if ({value} is {{ }} {local})");
                Write(type.Element, $"{type.Expression}.ToStored({local})", "inner" + local);
                writer.Close();
                writer.Open("else");
                writer.WriteLine("json.WriteNull();");
                writer.Close();
                break;
            case JsonShape.Library:
                writer.WriteLine($"{type.Expression}.Write(ref json, {value});");
                break;
            case JsonShape.Column:
                Write(type.Element, $"{value}.Value", local);
                break;
            case JsonShape.Delegated:
                writer.WriteLine($"{GeneratedName.Of("Delegate", id)}.Write(ref json, {value});");
                break;
            default:
                writer.WriteLine($"{GeneratedName.Of("Write", id)}(ref json, {value});");
                break;
        }
    }

    private void WriteScalar(JsonTypeModel type, string value)
    {
        JsonScalarModel scalar = type.Scalar!;
        if ((scalar.Handling & WriteAsString) != 0)
        {
            writer.WriteLine($"json.WriteNumberAsString({value});");
        }
        else if ((scalar.Handling & AllowNamedFloatingPointLiterals) != 0 && scalar.IsFloatingPoint)
        {
            writer.WriteLine($"if ({type.Type}.IsFinite({value}))");
            writer.WriteLine($"    json.WriteNumber({value});");
            writer.WriteLine("else");
            writer.WriteLine($"    json.WriteString({value}.ToString(global::System.Globalization.CultureInfo.InvariantCulture));");
        }
        else
        {
            // The overloads for wide types would make a narrow integer ambiguous.
            string cast = scalar.Read is "SByte" or "Byte" or "Int16" or "UInt16" or "Int32" or "UInt32" ? "(long)" : "";
            writer.WriteLine($"json.Write{scalar.Write}({cast}{value});");
        }
    }

    private void Open(JsonTypeModel type)
    {
        writer.Open($"internal static void {GeneratedName.Of("Write", type.Id)}(ref {Writer} json, {type.NullableType} value)");
        if (!type.IsValueType)
        {
            writer.Open("if (value is null)");
            writer.WriteLine("json.WriteNull();");
            writer.WriteLine("return;");
            writer.Close();
        }
    }

    private void EmitEnum(JsonTypeModel type, JsonEnumModel model)
    {
        Open(type);
        writer.Open("switch (value)");
        foreach (EnumNameModel member in model.Names)
        {
            writer.WriteLine($"case {type.Type}.{member.Member}:");
            writer.WriteLine($"    json.WriteString({RecordFile.Literal(member.Text)});");
            writer.WriteLine("    break;");
        }
        writer.WriteLine("default:");
        writer.WriteLine($"    {GeneratedName.Of("Delegate", type.Id)}.Write(ref json, value);");
        writer.WriteLine("    break;");
        writer.Close();
        writer.Close();
        writer.WriteLine();
    }

    private void EmitCollection(JsonTypeModel type)
    {
        Open(type);
        if (type.Collection!.IsImmutableArray)
        {
            writer.WriteLine("if (value.IsDefault)");
            writer.WriteLine("    throw new global::System.Text.Json.JsonException(\"An ImmutableArray is not set: set it, to [] for an empty one.\");");
        }
        writer.WriteLine("json.WriteStartArray();");
        writer.Open($"foreach ({types[type.Element].NullableType} item in value)");
        writer.WriteLine("json.WriteElement();");
        Write(type.Element, "item", "itemValue");
        writer.Close();
        writer.WriteLine("json.WriteEndArray();");
        writer.Close();
        writer.WriteLine();
    }

    private void EmitDictionary(JsonTypeModel type)
    {
        Open(type);
        writer.WriteLine("json.WriteStartObject();");
        writer.Open($"foreach ({Pair}<{type.KeyType}, {types[type.Element].NullableType}> item in value)");
        writer.WriteLine(type.KeyType == "string" ? "json.WriteName(item.Key);" : "WriteKey(ref json, item.Key);");
        Write(type.Element, "item.Value", "itemValue");
        writer.Close();
        writer.WriteLine("json.WriteEndObject();");
        writer.Close();
        writer.WriteLine();
    }

    private void EmitObject(JsonTypeModel type, JsonObjectModel model)
    {
        Open(type);
        if (model.Polymorphism is { } polymorphism)
            EmitDerived(type, model, polymorphism);
        List<JsonMemberModel> members = [.. model.Members.Where(member => member.Omission != JsonOmission.Always)];
        // Where the first member is always written, its name comes with the brace, and the others' with their commas.
        bool isFused = model.Polymorphism is null && !model.IsSplit && members.Count > 0 && members[0].Omission == JsonOmission.Never && IsPlain(members[0].JsonName);
        if (!isFused)
            writer.WriteLine("json.WriteStartObject();");
        if (model.Polymorphism?.Derived.FirstOrDefault(derived => derived.Id == type.Id) is { } self)
            WriteDiscriminator(model.Polymorphism, self);
        if (model.IsSplit)
        {
            writer.WriteLine($"{WriteMembers(type.Id)}(ref json, value);");
            writer.WriteLine("json.WriteEndObject();");
            writer.Close();
            writer.WriteLine();
            writer.Open($"private static void {WriteMembers(type.Id)}(ref {Writer} json, {type.Type} value)");
        }
        WriteCallback(model, "OnSerializing");
        for (int i = 0; i < members.Count; i++)
            WriteMember(type, members[i], !isFused ? NamePlace.Any : i == 0 ? NamePlace.First : NamePlace.Next);
        if (model.Extension is { } extension)
            WriteExtension(type, extension);
        WriteCallback(model, "OnSerialized");
        if (!model.IsSplit)
            writer.WriteLine("json.WriteEndObject();");
        writer.Close();
        writer.WriteLine();
    }

    private static string WriteMembers(string id) => GeneratedName.Of("WriteMembers", id);

    private void EmitDerived(JsonTypeModel type, JsonObjectModel model, JsonPolymorphismModel polymorphism)
    {
        foreach (JsonDerivedModel derived in polymorphism.Derived.Where(derived => derived.Id != type.Id))
        {
            writer.Open(polymorphism.UnknownHandling == "NearestAncestor" ? $"if (value is {derived.Type})" : $"if (((object)value).GetType() == typeof({derived.Type}))");
            writer.WriteLine("json.WriteStartObject();");
            WriteDiscriminator(polymorphism, derived);
            writer.WriteLine($"{WriteMembers(derived.Id)}(ref json, ({derived.Type})value);");
            writer.WriteLine("json.WriteEndObject();");
            writer.WriteLine("return;");
            writer.Close();
        }
        if (polymorphism.UnknownHandling == "Fail")
        {
            writer.WriteLine($"if (((object)value).GetType() != typeof({type.Type}))");
            writer.WriteLine($"    throw new global::System.NotSupportedException($\"{{((object)value).GetType()}} is not declared as a derived type of {model.Name}.\");");
        }
    }

    private void WriteDiscriminator(JsonPolymorphismModel polymorphism, JsonDerivedModel derived)
    {
        if (derived.Text is null && derived.Number is null)
            return;
        writer.WriteLine($"json.WriteMember({Quoted(polymorphism.Discriminator)});");
        writer.WriteLine(derived.Text is null ? $"json.WriteNumber({derived.Number}L);" : $"json.WriteString({RecordFile.Literal(derived.Text)});");
    }

    private void WriteCallback(JsonObjectModel model, string callback)
    {
        if (model.Callbacks.Contains(callback))
            writer.WriteLine($"{Namespace}.JsonCallbacks.{callback}(ref value);");
    }

    private void WriteMember(JsonTypeModel owner, JsonMemberModel member, NamePlace place)
    {
        string value = JsonAccessorEmitter.Get(owner, member, "value");
        JsonTypeModel type = types[member.TypeId];
        switch (member.Omission)
        {
            case JsonOmission.WhenNull:
                writer.Open($"if ({value} is {{ }} {member.Local})");
                WriteName(member.JsonName, place);
                Write(type.Shape == JsonShape.Nullable ? type.Element : member.TypeId, member.Local, "inner" + member.Local);
                writer.Close();
                break;
            case JsonOmission.WhenDefault:
                writer.Open($"if (!global::System.Collections.Generic.EqualityComparer<{type.Type}>.Default.Equals({value}, default))");
                WriteName(member.JsonName, place);
                Write(member.TypeId, value, member.Local);
                writer.Close();
                break;
            default:
                WriteName(member.JsonName, place);
                Write(member.TypeId, value, member.Local);
                break;
        }
    }

    private void WriteName(string name, NamePlace place) => writer.WriteLine(place switch
    {
        _ when !IsPlain(name) => $"json.WriteName({RecordFile.Literal(name)});",
        NamePlace.First => $"json.WriteStartObject({Quoted(name, before: "{")});",
        NamePlace.Next => $"json.WriteNextMember({Quoted(name, before: ",")});",
        _ => $"json.WriteMember({Quoted(name)});",
    });

    private void WriteExtension(JsonTypeModel type, JsonExtensionModel extension)
    {
        if (extension.Member.Omission == JsonOmission.Always)
            return;
        writer.Open($"if ({JsonAccessorEmitter.Get(type, extension.Member, "value")} is {{ }} extensionData)");
        writer.Open($"foreach ({Pair}<string, {(extension.IsNode ? "global::System.Text.Json.Nodes.JsonNode?" : "global::System.Text.Json.JsonElement")}> item in extensionData)");
        writer.WriteLine("json.WriteName(item.Key);");
        writer.WriteLine($"{Namespace}.JsonCodecs.{(extension.IsNode ? "Node" : "Element")}.Write(ref json, item.Value);");
        writer.Close();
        writer.Close();
    }

    // Where a member's name stands: first in its object, after another member, or either.
    private enum NamePlace
    {
        First,
        Next,
        Any,
    }
}
