using Agno.Storage.Generators.Model;
using static Agno.Storage.Generators.Emitter.JsonText;

namespace Agno.Storage.Generators.Emitter;

/// <summary>
/// Writes how one object type is read. Its members are asked for in the order in which they are written, one compare each;
/// what comes in another order is found by name.
/// </summary>
internal sealed class JsonObjectReadEmitter(SourceWriter writer, JsonReadEmitter values, JsonTypeModel type, JsonObjectModel model)
{
    // Without constructor parameters or required members the object comes first, and its initializers hold for what is missing.
    private readonly bool _isMadeFirst = model.Parameters.Count == 0 && model.Members.All(member => member.Assignment != JsonAssignment.Initializer);

    private IEnumerable<JsonMemberModel> MembersToRead => model.Members.Where(member => member.Assignment != JsonAssignment.None);

    public void Emit()
    {
        values.Open(type);
        writer.WriteLine("json.ReadStartObject();");
        if (model.Polymorphism is { HasDiscriminators: true } polymorphism)
            EmitDiscriminator(polymorphism);
        if (model.IsSplit)
        {
            string discriminator = model.Polymorphism is not { HasDiscriminators: true } ? "default" : Literal(model.Polymorphism!.Discriminator);
            writer.WriteLine(model.CanConstruct
                ? $"return {ReadMembers(type.Id)}(ref json, {discriminator});"
                : $"throw json.Error(\"The JSON names no derived type of {model.Name}, which is abstract.\");");
            writer.Close();
            writer.WriteLine();
            if (!model.CanConstruct)
                return;
            writer.Open($"private static {type.Type} {ReadMembers(type.Id)}(ref {Cursor} json, {Span} discriminator)");
        }
        EmitMembers();
        writer.Close();
        writer.WriteLine();
    }

    private void EmitDiscriminator(JsonPolymorphismModel polymorphism)
    {
        string discriminator = Literal(polymorphism.Discriminator);
        writer.Open($"if (json.TryReadMember({Quoted(polymorphism.Discriminator)}))");
        writer.Open("if (json.PeekKind() == global::System.Text.Json.JsonValueKind.Number)");
        writer.Open("switch (json.ReadInt32())");
        foreach (JsonDerivedModel derived in polymorphism.Derived.Where(derived => derived.Number is not null))
        {
            writer.WriteLine($"case {derived.Number}:");
            writer.WriteLine($"    return {ReadMembers(derived.Id)}(ref json, {discriminator});");
        }
        writer.WriteLine("default:");
        writer.WriteLine("    break;");
        writer.Close();
        writer.Close();
        writer.Open("else");
        writer.WriteLine($"{Span} type = json.ReadUtf8String();");
        foreach (JsonDerivedModel derived in polymorphism.Derived.Where(derived => derived.Text is not null))
        {
            writer.WriteLine($"if (Is(type, {Literal(derived.Text!)}))");
            writer.WriteLine($"    return {ReadMembers(derived.Id)}(ref json, {discriminator});");
        }
        writer.Close();
        if (!polymorphism.IgnoresUnrecognized)
            writer.WriteLine($"throw json.Error(\"The JSON names a type that {model.Name} does not declare as derived.\");");
        writer.Close();
    }

    private void EmitMembers()
    {
        EmitLocals();
        foreach (JsonMemberModel member in MembersToRead.Where(member => IsPlain(member.JsonName)))
        {
            string[] statements = [.. Assign(member)];
            if (statements.Length == 1)
            {
                writer.WriteLine($"if (json.TryReadMember({Quoted(member.JsonName)}))");
                writer.WriteLine("    " + statements[0]);
                continue;
            }
            writer.Open($"if (json.TryReadMember({Quoted(member.JsonName)}))");
            foreach (string statement in statements)
                writer.WriteLine(statement);
            writer.Close();
        }
        writer.Open($"while (json.ReadMember(out {Span} name))");
        if (model.IsSplit)
        {
            writer.WriteLine("if (!discriminator.IsEmpty && ((!name.IsEmpty && name[0] == '$') || Is(name, discriminator)))");
            writer.WriteLine("    throw json.Error(\"The type discriminator must come first, and no other member may start with '$'.\");");
        }
        writer.Open("switch (name.Length)");
        foreach (JsonMemberModel member in MembersToRead)
            EmitCase(member.JsonName, [.. Assign(member)]);
        foreach (JsonMemberModel member in MembersToRead.Where(member => member.FormerName is not null))
            EmitCase(member.FormerName!, [.. AssignFormer(member)]);
        if (model.RefusesUnknown || model.Extension is not null)
            foreach (string name in model.Members.Where(member => member.Assignment == JsonAssignment.None).Select(member => member.JsonName).Concat(model.Ignored.Select(member => member.JsonName)))
                EmitCase(name, ["json.Skip();"]);
        writer.WriteLine("default:");
        EmitUnknown();
        writer.Close();
        writer.Close();
        EmitResult();
    }

    private void EmitLocals()
    {
        if (_isMadeFirst)
            EmitMade("new()");
        foreach (JsonMemberModel member in MembersToRead)
        {
            if (!_isMadeFirst)
                writer.WriteLine($"{values.TypeOf(member.TypeId)} {member.Local} = {member.Default};");
            if (HasFlag(member))
                writer.WriteLine($"bool {Flag(member)} = false;");
        }
        if (model.Extension is { } extension)
            writer.WriteLine($"{extension.Type} extensionData = {(_isMadeFirst && extension.Member.Omission != JsonOmission.Always ? JsonAccessorEmitter.Get(type, extension.Member, "value") : "null")};");
    }

    private void EmitCase(string name, string[] statements)
    {
        writer.WriteLine($"case {Length(name)} when Is(name, {Literal(name)}):");
        foreach (string statement in statements)
            writer.WriteLine("    " + statement);
        writer.WriteLine("    break;");
    }

    private void EmitUnknown()
    {
        if (model.Extension is { } extension)
        {
            writer.WriteLine($"    string key = {Utf8}.GetString(name);");
            writer.WriteLine($"    (extensionData ??= {extension.Create})[key] = {Namespace}.JsonCodecs.{(extension.IsNode ? "Node" : "Element")}.Read(ref json);");
            writer.WriteLine("    break;");
        }
        else if (model.RefusesUnknown)
        {
            writer.WriteLine($"    throw json.Error($\"'{{({Utf8}.GetString(name))}}' is not a member of {model.Name}.\");");
        }
        else
        {
            writer.WriteLine("    json.Skip();");
            writer.WriteLine("    break;");
        }
    }

    private void EmitResult()
    {
        foreach (JsonMemberModel member in MembersToRead.Where(member => member.IsRequired))
        {
            writer.WriteLine($"if (!{Flag(member)})");
            writer.WriteLine($"    throw json.Error({RecordFile.Literal($"The JSON of {model.Name} lacks the required member '{member.JsonName}'.")});");
        }
        if (!_isMadeFirst)
        {
            IEnumerable<string> initializers = MembersToRead.Where(member => member.Assignment == JsonAssignment.Initializer).Select(member => $"{member.Member} = {member.Local}");
            string initializer = string.Join(", ", initializers);
            EmitMade($"new({string.Join(", ", model.Parameters.Select(parameter => parameter.Argument))}){(initializer.Length == 0 ? "" : $" {{ {initializer} }}")}");
            foreach (JsonMemberModel member in MembersToRead.Where(member => member.Assignment is JsonAssignment.Set or JsonAssignment.Accessor))
            {
                writer.WriteLine($"if ({Flag(member)})");
                writer.WriteLine("    " + Store(member, member.Local));
            }
        }
        if (model.Extension is { } extension)
        {
            writer.WriteLine("if (extensionData is not null)");
            writer.WriteLine("    " + Store(extension.Member, "extensionData"));
        }
        if (model.Callbacks.Contains("OnDeserialized"))
            writer.WriteLine($"{Namespace}.JsonCallbacks.OnDeserialized(ref value);");
        writer.WriteLine("return value;");
    }

    private void EmitMade(string made)
    {
        writer.WriteLine($"{type.Type} value = {made};");
        if (model.Callbacks.Contains("OnDeserializing"))
            writer.WriteLine($"{Namespace}.JsonCallbacks.OnDeserializing(ref value);");
    }

    private IEnumerable<string> Assign(JsonMemberModel member)
    {
        string read = values.Read(member.TypeId);
        yield return _isMadeFirst ? Store(member, read) : $"{member.Local} = {read};";
        if (HasFlag(member))
            yield return $"{Flag(member)} = true;";
    }

    // Where the JSON has both names, the present one holds, whichever comes first.
    private IEnumerable<string> AssignFormer(JsonMemberModel member)
    {
        yield return $"if ({Flag(member)})";
        yield return "{";
        yield return "    json.Skip();";
        yield return "    break;";
        yield return "}";
        foreach (string statement in Assign(member))
            yield return statement;
    }

    private string Store(JsonMemberModel member, string value) => JsonAccessorEmitter.Set(type, member, "value", value) + ";";

    private bool HasFlag(JsonMemberModel member) =>
        member.IsRequired || member.FormerName is not null || (!_isMadeFirst && member.Assignment is JsonAssignment.Set or JsonAssignment.Accessor);

    private static string Flag(JsonMemberModel member) => member.NameOf("has");

    private static string ReadMembers(string id) => GeneratedName.Of("ReadMembers", id);
}
