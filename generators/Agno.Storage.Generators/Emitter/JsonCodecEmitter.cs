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
            writer.WriteLine($"public static {Metadata}.IJsonTypeInfoResolver JsonTypeInfoResolver {{ get; }} = new {model.Prefix}Json.Resolver();");
            writer.WriteLine();
            writer.WriteLine(RecordFile.HiddenCode);
            writer.Open($"private static class {model.Prefix}Json");
            EmitDelegates(writer, model);
            var reads = new JsonReadEmitter(writer, types);
            var writes = new JsonWriteEmitter(writer, types);
            foreach (JsonTypeModel type in model.JsonTypes)
            {
                reads.Emit(type);
                writes.Emit(type);
            }
            EmitIs(writer);
            if (model.JsonTypes.Any(type => type.Shape == JsonShape.Dictionary && type.KeyType != "string"))
                EmitKey(writer);
            foreach (JsonTypeModel type in Roots(model))
                EmitCodec(writer, type, reads, writes);
            EmitResolver(writer, model);
            writer.Close();
        });
    }

    private static IEnumerable<JsonTypeModel> Roots(SessionRecordModel model) => model.JsonTypes.Where(type => type.IsRoot && type.Shape != JsonShape.Library);

    private static void EmitDelegates(SourceWriter writer, SessionRecordModel model)
    {
        JsonTypeModel[] delegated = [.. model.JsonTypes.Where(type => type.Shape == JsonShape.Delegated || type.Enum?.IsByName == true)];
        if (delegated.Length == 0)
            return;
        writer.WriteLine("// What System.Text.Json does itself: converters and contexts that the declaration names.");
        writer.WriteLine($"private static readonly {Options} Options = new({(model.JsonContext is null ? "" : $"{model.JsonContext}.Default.Options")})");
        writer.Open();
        writer.WriteLine("Encoder = global::System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,");
        writer.WriteLine("MaxDepth = 512,");
        writer.WriteLine($"TypeInfoResolver = {(model.JsonContext is null ? "new Resolver()" : $"{Metadata}.JsonTypeInfoResolver.Combine({model.JsonContext}.Default, new Resolver())")},");
        writer.Close("};");
        writer.WriteLine();
        foreach (JsonTypeModel type in delegated)
        {
            string typeInfo = type.Shape == JsonShape.Delegated
                ? type.Expression
                : $"{Metadata}.JsonMetadataServices.CreateValueInfo<{type.Type}>(Options, new global::System.Text.Json.Serialization.JsonStringEnumConverter<{type.Type}>().CreateConverter(typeof({type.Type}), Options))";
            writer.WriteLine($"private static readonly {Codec}<{type.Type}> {GeneratedName.Of("Delegate", type.Id)} = new {Namespace}.DelegatedJsonCodec<{type.Type}>({typeInfo});");
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

    private static void EmitResolver(SourceWriter writer, SessionRecordModel model)
    {
        writer.Open($"internal sealed class Resolver : {Metadata}.IJsonTypeInfoResolver");
        writer.Open($"public {Metadata}.JsonTypeInfo? GetTypeInfo(global::System.Type type, {Options} options)");
        // Two columns may hold one type with different converters; the plain one comes first.
        foreach (JsonTypeModel type in Roots(model).GroupBy(type => type.Type).Select(group => group.First()))
        {
            writer.WriteLine($"if (type == typeof({type.Type}))");
            writer.WriteLine($"    return {Metadata}.JsonMetadataServices.CreateValueInfo<{type.Type}>(options, new {Namespace}.GeneratedJsonConverter<{type.Type}>({GeneratedName.Of("Codec", type.Id)}));");
        }
        writer.WriteLine("return null;");
        writer.Close();
        writer.Close();
    }
}
