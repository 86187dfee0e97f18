using Agno.Storage.Generators.Model;
using Agno.Storage.Generators.Parser;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes the record's <c>SessionTable</c>.</summary>
internal static class TableEmitter
{
    private const string Schema = "global::Agno.Storage.Schema";

    public static string Emit(SessionRecordModel model) =>
        RecordFile.Write(model, $"The table of {model.Name}: its columns at their ordinals, and its indexes.", RecordFile.Contract(model), writer =>
        {
            writer.WriteLine(RecordFile.HiddenCode);
            writer.WriteLine($"static {Schema}.SessionTable {RecordFile.Contract(model)}.Table {{ get; }} = new()");
            writer.Open();
            writer.WriteLine($"""
                Name = {RecordFile.Literal(model.Table)},
                Mode = global::Agno.Storage.StorageMode.{model.Mode},
                """);
            if (model.SessionType is not null)
            {
                writer.WriteLine($"Layout = global::Agno.Storage.SessionLayout.{model.Layout},");
                writer.WriteLine($"SessionType = {RecordFile.Literal(model.SessionType)},");
            }
            writer.WriteLine($"""
                Version = {model.Version},
                RowLength = {model.Columns.Count},
                Columns =
                """);
            writer.WriteLine("[");
            for (int i = 0; i < model.Columns.Count; i++)
            {
                ColumnModel column = model.Columns[i];
                string role = column.Role == "None" ? "" : $", {Schema}.ColumnRole.{column.Role}";
                writer.WriteLine($"    /* {i} */ new({RecordFile.Literal(column.Name)}, {Schema}.ColumnKind.{column.Kind}, {(column.AllowsNull ? "true" : "false")}{role}){Default(column.Default)},");
            }
            if (model.UndeclaredColumns.Count > 0)
                writer.WriteLine("    // Columns of the mode that the record does not declare: created for Python, never touched.");
            foreach (UndeclaredColumnModel column in model.UndeclaredColumns)
                writer.WriteLine($"    new({RecordFile.Literal(column.Name)}, {Schema}.ColumnKind.{column.Kind}, true),");
            if (model.SessionType is not null)
                writer.WriteLine($"    new(\"session_type\", {Schema}.ColumnKind.Text, false, {Schema}.ColumnRole.SessionType),");
            writer.WriteLine("],");
            writer.WriteLine("Indexes =");
            writer.WriteLine("[");
            foreach (IndexModel index in model.Indexes)
                writer.WriteLine($"    new([{string.Join(", ", index.Columns.Select(RecordFile.Literal))}]),");
            writer.WriteLine("],");
            if (ListColumns(model) is { Length: > 0 } lists)
                writer.WriteLine($"ListColumns = [{string.Join(", ", lists.Select(RecordFile.Literal))}],");
            HistoryEmitter.WriteVersions(writer, model);
            writer.Close("};");
            HistoryEmitter.WriteBackfills(writer, model);
        });

    // Where the runs were, were they a JSON list before; without those that mean something in the record's table.
    private static string[] ListColumns(SessionRecordModel model) => model.Runs is not { } runs ? [] :
    [
        .. new[] { runs.ListColumn, runs.FormerName, runs.FormerName is null ? null : Naming.ToSnakeCase(runs.FormerName) }.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => name != runs.LegacyColumn && !model.Columns.Any(column => column.Name == name) && !model.UndeclaredColumns.Any(column => column.Name == name)),
    ];

    /// <summary>The initializer of a column's default; empty where it has none.</summary>
    public static string Default(string? value) => value is null ? "" : $" {{ Default = {RecordFile.Literal(value)} }}";
}
