using Agno.Storage.Generators.Model;
using static Agno.Storage.Generators.Emitter.JsonText;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes a record's JSON: its <c>Json</c> class with a pair of methods for each type, codecs of its columns, and the resolver.</summary>
internal static class JsonCodecEmitter
{
    private const string Options = "global::System.Text.Json.JsonSerializerOptions";

    public static string Emit(SessionRecordModel model)
    {
        Dictionary<string, JsonTypeModel> types = model.JsonTypes.ToDictionary(type => type.Id);
        return RecordFile.Write(model, $"How the JSON of a {model.Name} is read and written.", null, writer =>
        {
            writer.WriteLine("/// <summary>Gives System.Text.Json the generated code for this type and those of its JSON members; null for all others, so that it can be combined.</summary>");
            writer.WriteLine(RecordFile.GeneratedCode);
            writer.WriteLine($"public static {Metadata}.IJsonTypeInfoResolver JsonTypeInfoResolver => {model.Prefix}Json.Resolver.Instance;");
            writer.WriteLine();
            writer.WriteLine(RecordFile.HiddenCode);
            writer.Open($"private static class {model.Prefix}Json");
            EmitDelegates(writer, model);
            if (model.HasJsonOptions)
                EmitByOptions(writer, model, types);
            else
                EmitDirect(writer, model, types);
            var contracts = new JsonContractEmitter(writer, types);
            foreach (JsonTypeModel type in model.JsonTypes)
                contracts.Emit(type);
            EmitResolver(writer, model, contracts);
            writer.Close();
        });
    }

    private static IEnumerable<JsonTypeModel> Roots(SessionRecordModel model) => model.JsonTypes.Where(type => type.IsRoot && type.Shape != JsonShape.Library);

    private static void EmitDirect(SourceWriter writer, SessionRecordModel model, Dictionary<string, JsonTypeModel> types)
    {
        var reads = new JsonReadEmitter(writer, types);
        var writes = new JsonWriteEmitter(writer, types);
        foreach (JsonTypeModel type in model.JsonTypes)
        {
            reads.Emit(type);
            if (type.Object is not null)
                JsonAccessorEmitter.Emit(writer, type, reads.TypeOf);
            writes.Emit(type);
        }
        EmitIs(writer);
        if (model.JsonTypes.Any(type => type.Shape == JsonShape.Dictionary && type.KeyType != "string"))
            EmitKey(writer);
        foreach (JsonTypeModel type in Roots(model))
            EmitCodec(writer, type, reads, writes);
    }

    // The context's options make other JSON than generated code does: System.Text.Json does all of it, so that a type looks the same wherever it stands.
    private static void EmitByOptions(SourceWriter writer, SessionRecordModel model, Dictionary<string, JsonTypeModel> types)
    {
        foreach (JsonTypeModel type in model.JsonTypes.Where(type => type.Object is not null))
            JsonAccessorEmitter.Emit(writer, type, id => types[id].NullableType);
        foreach (JsonTypeModel type in Roots(model))
            writer.WriteLine($"internal static readonly {Codec}<{type.Type}> {GeneratedName.Of("Codec", type.Id)} = {(type.Shape == JsonShape.Delegated ? GeneratedName.Of("Delegate", type.Id) : $"new {Namespace}.DelegatedJsonCodec<{type.Type}>(Options)")};");
        writer.WriteLine();
    }

    private static void EmitDelegates(SourceWriter writer, SessionRecordModel model)
    {
        JsonTypeModel[] delegated = [.. model.JsonTypes.Where(type => type.Shape == JsonShape.Delegated || type.Enum?.IsByName == true)];
        if (delegated.Length == 0 && !model.HasJsonOptions)
            return;
        writer.WriteLine("// What System.Text.Json does itself: converters, contexts and options that the declaration names.");
        writer.WriteLine($"private static readonly {Options} Options = new({(model.JsonContext is null ? "" : $"{model.JsonContext}.Default.Options")})");
        writer.Open();
        writer.WriteLine("Encoder = global::System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,");
        writer.WriteLine("MaxDepth = 512,");
        writer.WriteLine("TypeInfoResolver = Resolver.Instance,");
        writer.Close("};");
        writer.WriteLine();
        foreach (JsonTypeModel type in delegated)
        {
            string arguments = type.Shape == JsonShape.Delegated
                ? type.Expression
                : $"{Metadata}.JsonMetadataServices.CreateValueInfo<{type.Type}>(Options, new global::System.Text.Json.Serialization.JsonStringEnumConverter<{type.Type}>().CreateConverter(typeof({type.Type}), Options))";
            writer.WriteLine($"private static readonly {Codec}<{type.Type}> {GeneratedName.Of("Delegate", type.Id)} = new {Namespace}.DelegatedJsonCodec<{type.Type}>({arguments});");
        }
        writer.WriteLine();
    }

    private static void EmitIs(SourceWriter writer) => writer.WriteLine($$"""
        private static bool Is({{Span}} text, {{Span}} expected) => global::System.MemoryExtensions.SequenceEqual(text, expected);

        """);

    private static void EmitKey(SourceWriter writer) => writer.WriteLine($$"""
        private static void WriteKey<T>(ref {{Writer}} json, T key)
            where T : global::System.ISpanFormattable
        {
            // The longest key is a Guid of 36 characters.
            global::System.Span<char> text = stackalloc char[36];
            key.TryFormat(text, out int length, default, global::System.Globalization.CultureInfo.InvariantCulture);
            json.WriteName(text[..length]);
        }

        """);

    private static void EmitCodec(SourceWriter writer, JsonTypeModel type, JsonReadEmitter reads, JsonWriteEmitter writes)
    {
        string codec = GeneratedName.Of("CodecOf", type.Id);
        writer.WriteLine($"internal static readonly {Codec}<{type.Type}> {GeneratedName.Of("Codec", type.Id)} = new {codec}();");
        writer.WriteLine();
        writer.Open($"private sealed class {codec} : {Codec}<{type.Type}>");
        writer.WriteLine($"public override {type.NullableType} Read(ref {Cursor} json) => {reads.Read(type.Id)};");
        writer.WriteLine();
        writer.Open($"public override void Write(ref {Writer} json, {type.NullableType} value)");
        writes.Write(type.Id, "value", "some");
        writer.Close();
        writer.Close();
        writer.WriteLine();
    }

    private static void EmitResolver(SourceWriter writer, SessionRecordModel model, JsonContractEmitter contracts)
    {
        string info = $"{Metadata}.JsonTypeInfo?";
        writer.Open($"internal sealed class Resolver : {Metadata}.IJsonTypeInfoResolver");
        writer.WriteLine("internal static readonly Resolver Instance = new();");
        writer.WriteLine();
        writer.WriteLine($"public {info} GetTypeInfo(global::System.Type type, {Options} options) =>");
        writer.WriteLine($"    {(model.HasJsonOptions ? "" : $"({Namespace}.JsonContracts.IsDirect(options) ? GetDirect(type, options) : null) ?? ")}GetContract(type, options) ?? {Namespace}.JsonContracts.Scalar(type, options);");
        writer.WriteLine();
        if (model.JsonContext is not null)
        {
            // Errors of System.Text.Json name the resolver by this, and what lacks a type is the context.
            writer.WriteLine($"public override string ToString() => typeof({model.JsonContext}).ToString();");
            writer.WriteLine();
        }
        if (!model.HasJsonOptions)
        {
            writer.Open($"private static {info} GetDirect(global::System.Type type, {Options} options)");
            // What the context does is asked of it: its codec asks here.
            foreach (JsonTypeModel type in OnePerType(Roots(model).Where(type => !type.IsVariant && type.Delegation != JsonDelegation.Context)))
            {
                writer.WriteLine($"if (type == typeof({type.Type}))");
                writer.WriteLine($"    return {Namespace}.JsonContracts.Generated<{type.Type}>(options, {GeneratedName.Of("Codec", type.Id)});");
            }
            writer.WriteLine("return null;");
            writer.Close();
            writer.WriteLine();
        }
        writer.Open($"private static {info} GetContract(global::System.Type type, {Options} options)");
        // The record has members that no other generator sees. Of all else, the context's own contracts come first.
        if (model.JsonContext is not null)
        {
            writer.WriteLine($"if (type != typeof({model.Type}) && (({Metadata}.IJsonTypeInfoResolver){model.JsonContext}.Default).GetTypeInfo(type, options) is {{ }} listed)");
            writer.WriteLine("    return listed;");
        }
        foreach (JsonTypeModel type in OnePerType(model.JsonTypes))
        {
            if (contracts.Contract(type) is not { } contract)
                continue;
            writer.WriteLine($"if (type == typeof({type.Type}))");
            writer.WriteLine($"    return {contract};");
        }
        writer.WriteLine("return null;");
        writer.Close();
        writer.Close();
    }

    // Two members may have one type with different converters; the type by itself comes first.
    private static IEnumerable<JsonTypeModel> OnePerType(IEnumerable<JsonTypeModel> types) =>
        types.GroupBy(type => type.Type).Select(group => group.OrderBy(type => type.IsVariant).First());
}
