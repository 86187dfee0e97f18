using Agno.Storage.Generators.Model;
using static Agno.Storage.Generators.Emitter.JsonText;

namespace Agno.Storage.Generators.Emitter;

/// <summary>
/// Writes a record's types as contracts of System.Text.Json, for options that ask for other JSON than generated code writes: naming policies,
/// conditions, converters. They are resolved by System.Text.Json's own rules.
/// </summary>
internal sealed class JsonContractEmitter(SourceWriter writer, IReadOnlyDictionary<string, JsonTypeModel> types)
{
    private const string Services = Metadata + ".JsonMetadataServices";
    private const string Options = "global::System.Text.Json.JsonSerializerOptions";
    private const int WhenWriting = 4;
    private const string Contracts = Namespace + ".JsonContracts";

    /// <summary>Writes the method that gives an object's contract, and the one that gives its members.</summary>
    public void Emit(JsonTypeModel type)
    {
        if (type.Object is not { } model)
            return;
        writer.Open($"private static {Metadata}.JsonTypeInfo {GeneratedName.Of("Contract", type.Id)}({Options} options)");
        if (model.PlainField is not null)
            writer.WriteLine($"{Contracts}.RefuseFields(options, typeof({type.Type}), {RecordFile.Literal(model.PlainField)});");
        if (model.Extension is { IsNode: true } node)
            writer.WriteLine($"{Contracts}.RefuseNode(typeof({type.Type}), {RecordFile.Literal(node.Member.Member.TrimStart('@'))});");
        writer.WriteLine($"{Metadata}.JsonTypeInfo contract = {Services}.CreateObjectInfo(options, new {Metadata}.JsonObjectInfoValues<{type.Type}>");
        writer.Open();
        EmitCreation(type, model);
        writer.WriteLine($"PropertyMetadataInitializer = _ => {GeneratedName.Of("Members", type.Id)}(options),");
        writer.Close("});");
        writer.WriteLine($"contract.NumberHandling = {(model.Handling is { } handling ? Handling(handling) : "null")};");
        if (model.RefusesUnknown)
            writer.WriteLine("contract.UnmappedMemberHandling = global::System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow;");
        writer.WriteLine("return contract;");
        writer.Close();
        writer.WriteLine();

        writer.WriteLine($"private static {Metadata}.JsonPropertyInfo[] {GeneratedName.Of("Members", type.Id)}({Options} options) =>");
        writer.WriteLine("[");
        foreach (JsonMemberModel member in model.Members)
            EmitMember(type, member, types[member.TypeId].NullableType, isExtension: false);
        if (model.Extension is { } extension)
            EmitMember(type, extension.Member, extension.Type + "?", isExtension: true);
        foreach (JsonIgnoredModel ignored in model.Ignored)
            writer.WriteLine($"    {Contracts}.Ignored<{ignored.Type}>(options, typeof({type.Type}), {RecordFile.Literal(ignored.Name)}, {LiteralOrNull(ignored.ExplicitName)}),");
        writer.WriteLine("];");
        writer.WriteLine();
    }

    /// <summary>The expression that gives a type's contract; null where the library or the context has it. A converter among the caller's options comes first.</summary>
    public string? Contract(JsonTypeModel type) => Own(type) is { } own ? $"{Contracts}.Converted<{type.Type}>(options) ?? {own}" : null;

    private string? Own(JsonTypeModel type) => type switch
    {
        { Shape: JsonShape.Scalar or JsonShape.Library, IsVariant: false } or { Shape: JsonShape.Delegated, Delegation: JsonDelegation.BuiltIn or JsonDelegation.Context } => null,
        { Shape: JsonShape.Object } => $"{GeneratedName.Of("Contract", type.Id)}(options)",
        { Shape: JsonShape.Nullable, IsVariant: false } => $"{Services}.CreateValueInfo<{type.Type}>(options, {Services}.GetNullableConverter<{types[type.Element].Type}>(options))",
        { Shape: JsonShape.Column, IsVariant: false } => $"{Services}.CreateValueInfo<{type.Type}>(options, new {Namespace}.JsonColumnConverter<{types[type.Element].Type}>())",
        { Shape: JsonShape.Collection or JsonShape.Dictionary } => Collection(type, type.Collection!),
        { Shape: JsonShape.Delegated, Delegation: JsonDelegation.Options } => $"{Contracts}.Generated<{type.Type}>(options, {GeneratedName.Of("Delegate", type.Id)})",
        _ => $"{Services}.CreateValueInfo<{type.Type}>(options, {Converter(type)})",
    };

    private string Collection(JsonTypeModel type, JsonCollectionModel collection)
    {
        string element = types[type.Element].Type;
        string arguments = collection.IsArray ? element : type.Shape == JsonShape.Dictionary ? $"{type.Type}, {type.KeyType}, {element}" : $"{type.Type}, {element}";
        string creator = collection.IsArray || collection.CreateRange.Length > 0 || collection.Contract == "IEnumerable" ? "" : $"ObjectCreator = static () => new {collection.Builder}()";
        string range = collection.CreateRange.Length == 0 ? "" : $", {collection.CreateRange}";
        return $"{Contracts}.Collection({Services}.Create{collection.Contract}Info<{arguments}>(options, new {Metadata}.JsonCollectionInfoValues<{type.Type}> {{ {creator} }}{range}))";
    }

    // A converter of the type itself, as a member has it that says how it is converted.
    private string Converter(JsonTypeModel type) => type.Shape switch
    {
        JsonShape.Nullable => $"{Contracts}.Nullable(options, {Converter(types[type.Element])})",
        JsonShape.Column => $"new {Namespace}.JsonColumnConverter<{types[type.Element].Type}>({Converter(types[type.Element])})",
        JsonShape.Enum => $"{Contracts}.Enum<{type.Type}>(options, isByName: {(type.Enum!.IsByName ? "true" : "false")})",
        JsonShape.Delegated when type.Delegation == JsonDelegation.Converter => $"{Contracts}.Expand<{type.Type}>(new {type.Converter}(), options)",
        JsonShape.Stored => $"new {Namespace}.ColumnJsonConverter<{type.Expression}, {type.Type}, {types[type.Element].Type}>()",
        _ => $"new {Namespace}.GeneratedJsonConverter<{type.Type}>({GeneratedName.Of("Delegate", type.Id)})",
    };

    private void EmitCreation(JsonTypeModel type, JsonObjectModel model)
    {
        if (!model.CanConstruct)
            return;
        JsonMemberModel[] initialized = [.. model.Members.Where(member => member.Assignment == JsonAssignment.Initializer)];
        if (model.Parameters.Count == 0 && initialized.Length == 0)
        {
            writer.WriteLine($"ObjectCreator = static () => new {type.Type}(),");
            return;
        }
        IEnumerable<string> arguments = model.Parameters.Select((parameter, i) => $"({parameter.Type})values[{i}]");
        IEnumerable<string> initializers = initialized.Select((member, i) => $"{member.Member} = ({types[member.TypeId].Type})values[{model.Parameters.Count + i}]");
        writer.WriteLine($"ObjectWithParameterizedConstructorCreator = static values => new {type.Type}({string.Join(", ", arguments)}) {{ {string.Join(", ", initializers)} }},");
        writer.WriteLine("ConstructorParameterMetadataInitializer = static () =>");
        writer.WriteLine("[");
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            JsonParameterModel parameter = model.Parameters[i];
            string @default = parameter.Default == "default" ? $"default({parameter.Type})" : $"({parameter.Type})({parameter.Default})";
            EmitParameter(i, parameter.Name, parameter.Type, $"HasDefaultValue = {Bool(parameter.IsOptional)}, DefaultValue = {@default}, IsNullable = {Bool(parameter.IsNullable)}");
        }
        for (int i = 0; i < initialized.Length; i++)
            EmitParameter(model.Parameters.Count + i, initialized[i].Member.TrimStart('@'), types[initialized[i].TypeId].Type, $"DefaultValue = default({types[initialized[i].TypeId].Type}), IsNullable = {Bool(initialized[i].Contract.IsNullable)}, IsMemberInitializer = true");
        writer.WriteLine("],");
    }

    private void EmitParameter(int position, string name, string type, string rest) =>
        writer.WriteLine($"    new() {{ Name = {RecordFile.Literal(name)}, ParameterType = typeof({type}), Position = {position}, {rest} }},");

    private void EmitMember(JsonTypeModel type, JsonMemberModel member, string memberType, bool isExtension)
    {
        JsonContractModel contract = member.Contract;
        List<string> values = [$"DeclaringType = typeof({member.DeclaringType})", $"PropertyName = {RecordFile.Literal(member.Member.TrimStart('@'))}"];
        if (contract.ExplicitName is not null)
            values.Add($"JsonPropertyName = {RecordFile.Literal(contract.ExplicitName)}");
        if (!contract.IsField)
            values.Add("IsProperty = true");
        values.Add("IsPublic = true");
        if (contract.IsVirtual)
            values.Add("IsVirtual = true");
        if (contract.IsIncluded)
            values.Add("HasJsonInclude = true");
        if (isExtension)
            values.Add("IsExtensionData = true");
        if (contract.Condition is { } condition)
            values.Add($"IgnoreCondition = (global::System.Text.Json.Serialization.JsonIgnoreCondition){condition}");
        if (contract.Handling is { } handling)
            values.Add($"NumberHandling = {Handling(handling)}");
        if (contract.HasConverter && !isExtension)
            values.Add($"Converter = {Converter(types[member.TypeId])}");
        string target = type.IsValueType ? $"global::System.Runtime.CompilerServices.Unsafe.Unbox<{type.Type}>(target)" : $"(({type.Type})target)";
        if (member.Omission != JsonOmission.Always || contract.Condition == WhenWriting)
            values.Add($"Getter = static target => {JsonAccessorEmitter.Get(type, member, target)}");
        if (member.Assignment is JsonAssignment.Set or JsonAssignment.Accessor)
            values.Add($"Setter = static (target, value) => {JsonAccessorEmitter.Set(type, member, target, "value")}");
        else if (member.Assignment != JsonAssignment.None && contract.CanSet)
            values.Add("Setter = static (target, value) => throw new global::System.InvalidOperationException(\"It is set when its object is made.\")");
        writer.WriteLine($"    {Contracts}.Member(options, new {Metadata}.JsonPropertyInfoValues<{memberType}> {{ {string.Join(", ", values)} }}, {contract.Order}, isRequired: {Bool(member.IsRequired)}, isNullable: {Bool(contract.IsNullable)}),");
    }

    private static string Handling(int value) => $"(global::System.Text.Json.Serialization.JsonNumberHandling){value}";

    private static string LiteralOrNull(string? text) => text is null ? "null" : RecordFile.Literal(text);

    private static string Bool(bool value) => value ? "true" : "false";
}
