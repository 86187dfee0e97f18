using Agno.Storage.Generators.Model;
using Agno.Storage.Generators.Parser;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes the versions of the record's table, and the call of its backfills.</summary>
internal static class HistoryEmitter
{
    private const string Schema = "global::Agno.Storage.Schema";

    public static void WriteVersions(SourceWriter writer, SessionRecordModel model)
    {
        if (model.History.Count == 0)
            return;
        writer.WriteLine("History =");
        writer.WriteLine("[");
        foreach (HistoryVersionModel version in model.History)
        {
            writer.WriteLine($"    new({version.Number},");
            writer.WriteLine("    [");
            foreach (ShapeColumnModel column in version.Columns)
                writer.WriteLine($"        {Column(model, column)},");
            writer.WriteLine("    ],");
            writer.WriteLine("    [");
            foreach (SchemaStepModel step in version.Steps)
                writer.WriteLine($"        new {Schema}.{step.Kind}({Arguments(model, step)}),");
            writer.WriteLine("    ]),");
        }
        writer.WriteLine("],");
    }

    public static void WriteBackfills(SourceWriter writer, SessionRecordModel model)
    {
        BackfillModel[] called = [.. model.Backfills.Where(backfill => model.History.Any(version => version.Steps.Any(step => step.Kind == "Backfill" && version.Number == backfill.Version)))];
        if (called.Length == 0)
            return;
        writer.WriteLine();
        writer.WriteLine(RecordFile.HiddenCode);
        writer.Open($"static {model.Type} {RecordFile.Contract(model)}.Backfill({model.Type} session, int version)");
        writer.Open("switch (version)");
        foreach (BackfillModel backfill in called)
        {
            writer.WriteLine($"case {backfill.Version}:");
            writer.WriteLine(backfill.ReturnsRecord ? $"    return {model.Type}.{backfill.Method}(session);" : $"    {model.Type}.{backfill.Method}(session);\n    return session;");
        }
        writer.WriteLine("default:");
        writer.WriteLine("    return session;");
        writer.Close();
        writer.Close();
    }

    private static string Arguments(SessionRecordModel model, SchemaStepModel step) => step switch
    {
        { Index: { } index } => $"new([{string.Join(", ", index.Columns.Select(RecordFile.Literal))}])",
        { Kind: "RenameColumn" } => $"{RecordFile.Literal(step.Name)}, {RecordFile.Literal(step.Column!.Name)}",
        { Column: { } column } => Column(model, column),
        { Kind: "Backfill" } => RecordFile.Literal(step.Name.TrimStart('@')),
        _ => RecordFile.Literal(step.Name),
    };

    private static string Column(SessionRecordModel model, ShapeColumnModel column)
    {
        string role = model.Columns.FirstOrDefault(own => own.Name == column.Name)?.Role is { } own and not "None" ? $", {Schema}.ColumnRole.{own}" : "";
        return $"new({RecordFile.Literal(column.Name)}, {Schema}.ColumnKind.{SchemaTypes.ColumnKind(column.Type)}, {(column.IsNullable ? "true" : "false")}{role}){TableEmitter.Default(column.Default)}";
    }
}
