using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes how a record's runs are read and stored.</summary>
internal static class RunsEmitter
{
    private const string Records = "global::Agno.Storage.Records";

    /// <summary>Null where the record has no runs.</summary>
    public static string? Emit(SessionRecordModel model)
    {
        if (model.Runs is not { } runs)
            return null;
        string memory = model.Prefix + "storedRuns";
        return RecordFile.Write(model, $"How the runs of a {model.Name} are read and stored, as rows of a table of their own.", null, writer =>
        {
            writer.WriteLine("// What of the runs is stored, so that storing the session touches only those that changed.");
            writer.WriteLine(RecordFile.HiddenCode);
            writer.WriteLine($"private {Records}.RunMemory {memory};");
            writer.WriteLine();
            writer.WriteLine(RecordFile.HiddenCode);
            writer.WriteLine($"static {Records}.SessionRuns<{model.Type}>? {RecordFile.Contract(model)}.Runs {{ get; }} = new {Records}.SessionRuns<{model.Type}, {runs.RunType}>(");
            writer.WriteLine($"    {Records}.RunCodec.{(runs.IsLazy ? "Lazy" : "Eager")}({runs.JsonCodec}),");
            writer.WriteLine($"    static session => session.{runs.Member},");
            writer.WriteLine($"    static (session, runs) => {Set(runs)},");
            writer.WriteLine($"    static session => ref session.{memory});");
        });
    }

    private static string Set(RunsModel runs)
    {
        string value = runs.TakesList ? "runs" : "[.. runs]";
        return runs.IsCopied ? $"session with {{ {runs.Member} = {value} }}" : $"{{ session.{runs.Member} = {value}; return session; }}";
    }
}
