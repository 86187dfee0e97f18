using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Emitter;

// The SQL of runs as rows. The columns are those of RunTable, at its ordinals.
internal static partial class SqliteSqlEmitter
{
    private const string RunKey = "(\"run_id\")";
    private const string OwnRunKey = "(\"session_id\", \"run_id\")";
    private const string Counts = "\"parent_run_id\" IS NULL AND (\"status\" IS NULL OR \"status\" NOT IN ('PAUSED', 'CANCELLED', 'ERROR', 'REGENERATED'))";
    private const string RunOrder = "ORDER BY \"run_index\", \"created_at\", \"run_id\"";

    private static readonly (string Name, string Definition)[] RunColumns =
    [
        ("run_id", "VARCHAR NOT NULL"), ("session_id", "VARCHAR NOT NULL"), ("run_type", "VARCHAR NOT NULL"), ("agent_id", "VARCHAR"), ("team_id", "VARCHAR"),
        ("workflow_id", "VARCHAR"), ("user_id", "VARCHAR"), ("parent_run_id", "VARCHAR"), ("status", "VARCHAR"), ("run_index", "BIGINT"), ("run_data", "JSON NOT NULL"),
        ("created_at", "BIGINT NOT NULL"), ("updated_at", "BIGINT"),
    ];

    private static readonly string[] AgnosRunIndexes = ["session_id", "run_type", "agent_id", "team_id", "workflow_id", "user_id", "status", "created_at"];

    private static void WriteRuns(SourceWriter writer, SessionRecordModel model)
    {
        if (model.Runs is not { } runs)
            return;
        writer.WriteLine("Runs = new()");
        writer.Open();
        WriteRunSchema(writer, runs);
        WriteRunReading(writer, model);
        WriteRunWriting(writer, model, runs);
        writer.Close("},");
    }

    // What several statements about runs have in common.
    private static void WriteRunParts(SourceWriter writer, SessionRecordModel model)
    {
        if (model.Runs is null)
            return;
        string columns = List(RunColumns.Select(column => Quote(column.Name)));
        Part(writer, "selectRuns", $"SELECT\n    {columns}\nFROM {{table.Runs}}\nWHERE \"session_id\" = ?1");
        // The user is the session's where the run does not say; the index is the next one, found and taken by one statement.
        Part(writer, "insertRun", $"INSERT INTO {{table.Runs}} (\n    {columns}\n) VALUES (\n    ?1, ?2, ?3, ?4, ?5, ?6, COALESCE(?7, (SELECT {Quote(Column(model, "UserId").Name)} FROM {{table}} WHERE \"session_id\" = ?2)), ?8, ?9,\n"
            + "    COALESCE(?10, (SELECT MAX(\"run_index\") + 1 FROM {table.Runs} WHERE \"session_id\" = ?2), 0), ?11, ?12, ?13\n)");
    }

    private static void WriteRunSchema(SourceWriter writer, RunsModel runs)
    {
        IEnumerable<string> definitions = RunColumns.Select(column => $"{Quote(column.Name)} {column.Definition}");
        string[] constraints = runs.IsAgnos
            ? [$"PRIMARY KEY {RunKey}", "FOREIGN KEY (\"session_id\") REFERENCES {table} (\"session_id\") ON DELETE CASCADE"]
            : [$"PRIMARY KEY {OwnRunKey}"];
        Statement(writer, "CreateTable", $"CREATE TABLE IF NOT EXISTS {{table.Runs}} (\n    {string.Join(",\n    ", definitions.Concat(constraints))}\n)");
        writer.WriteLine("CreateIndexes =");
        writer.WriteLine("[");
        foreach (string[] columns in (runs.IsAgnos ? AgnosRunIndexes.Select(name => new[] { name }) : []).Append(["session_id", "run_index"]))
            writer.WriteLine($"    ${Quotes}CREATE INDEX IF NOT EXISTS {{table.RunIndex(\"{string.Join("_", columns)}\")}} ON {{table.Runs}} ({string.Join(", ", columns.Select(Quote))}){Quotes},");
        writer.WriteLine("],");
        Statement(writer, "DropTable", "DROP TABLE IF EXISTS {table.Runs}");
    }

    private static void WriteRunReading(SourceWriter writer, SessionRecordModel model)
    {
        string session = "\"session_id\" = ?1" + (model.SessionType is null ? "" : $" AND {OfType(model)}");
        string user = Quote(Column(model, "UserId").Name);
        Statement(writer, "SessionExists", $"SELECT 1 FROM {{table}} WHERE {session}");
        Statement(writer, "SessionExistsOfUser", $"SELECT 1 FROM {{table}} WHERE {session} AND {user} = ?2");
        Statement(writer, "SessionExistsOfAnother", $"SELECT 1 FROM {{table}} WHERE {session} AND {user} <> ?2");
        // A limit alone would not end the search: SQLite sorts all runs by the last terms of the order. So each page is bounded by an index first, found in the table's index
        // alone, and only the runs up to there, with those that share it, are read and sorted.
        Statement(writer, "ReadAll", $"{{selectRuns}}\n{RunOrder}");
        Statement(writer, "ReadFirst", $"""
            {"{selectRuns}"} AND "run_index" IS NULL AND ("created_at", "run_id") > (?2, ?3)
            UNION ALL
            {"{selectRuns}"} AND "run_index" <= (
                SELECT MAX("run_index") FROM (SELECT "run_index" FROM {"{table.Runs}"} WHERE "session_id" = ?1 AND "run_index" IS NOT NULL ORDER BY "run_index" LIMIT ?4)
            )
            {RunOrder}
            LIMIT ?4
            """);
        Statement(writer, "ReadAfter", $"""
            {"{selectRuns}"} AND "run_index" BETWEEN ?2 AND COALESCE((
                SELECT MAX("run_index") FROM (SELECT "run_index" FROM {"{table.Runs}"} WHERE "session_id" = ?1 AND "run_index" > ?2 ORDER BY "run_index" LIMIT ?5)
            ), ?2) AND ("run_index" > ?2 OR ("created_at", "run_id") > (?3, ?4))
            {RunOrder}
            LIMIT ?5
            """);
        Statement(writer, "ReadLast", $"""
            WITH "last" AS MATERIALIZED (
                SELECT "run_index" FROM {"{table.Runs}"} WHERE "session_id" = ?1 AND {Counts} ORDER BY "run_index" DESC LIMIT ?2
            )
            {"{selectRuns}"} AND {Counts} AND "run_index" >= (SELECT MIN("run_index") FROM "last")
            UNION ALL
            {"{selectRuns}"} AND {Counts} AND "run_index" IS NULL AND EXISTS (SELECT 1 FROM "last" WHERE "run_index" IS NULL)
            ORDER BY "run_index" DESC, "created_at" DESC, "run_id" DESC
            LIMIT ?2
            """);
        Statement(writer, "ReadOne", "{selectRuns} AND \"run_id\" = ?2");
        Statement(writer, "ReadPlace", "SELECT \"run_index\", \"created_at\" FROM {table.Runs} WHERE \"session_id\" = ?1 AND \"run_id\" = ?2");
        Statement(writer, "ReadIndexBefore", "SELECT MAX(\"run_index\") FROM {table.Runs} WHERE \"session_id\" = ?1 AND \"run_index\" < ?2");
        if (model.Runs!.LegacyColumn is not { } legacy)
            return;
        writer.WriteLine($"LegacyColumn = {RecordFile.Literal(legacy)},");
        Statement(writer, "ReadLegacy", $"SELECT {Quote(legacy)} FROM {{table}} WHERE {session}");
    }

    private static void WriteRunWriting(SourceWriter writer, SessionRecordModel model, RunsModel runs)
    {
        string session = "\"session_id\" = ?1" + (model.SessionType is null ? "" : $" AND {OfType(model)}");
        string version = model.Columns.FirstOrDefault(column => column.Role == "Version") is { } counted ? $", {Quote(counted.Name)} = {Quote(counted.Name)} + 1" : "";
        string touch = $"UPDATE {{table}} SET {Quote(Column(model, "UpdatedAt").Name)} = ?2{version}\nWHERE {session}";
        string key = runs.IsAgnos ? RunKey : OwnRunKey;
        string[] kept = ["run_id", "session_id"];
        Statement(writer, "Touch", touch);
        Statement(writer, "Insert", "{insertRun}\nON CONFLICT DO NOTHING\nRETURNING \"run_index\"");
        foreach ((string name, string condition) in new[] { ("Update", ""), ("UpdateChanged", " AND \"run_data\" IS NOT ?11") })
        {
            Statement(writer, name, "UPDATE {table.Runs} SET\n    \"status\" = ?9, \"run_data\" = ?11, \"user_id\" = COALESCE(?7, \"user_id\"), \"parent_run_id\" = ?8, \"updated_at\" = ?13\n"
                + $"WHERE \"session_id\" = ?2 AND \"run_id\" = ?1{condition}\nRETURNING \"run_index\"");
        }
        Statement(writer, "Move", "UPDATE {table.Runs} SET \"run_index\" = ?3 WHERE \"session_id\" = ?1 AND \"run_id\" = ?2");
        Statement(writer, "Import", $"INSERT INTO {{table.Runs}} (\n    {List(RunColumns.Select(column => Quote(column.Name)))}\n) VALUES (\n    {List(RunColumns.Select((_, i) => $"?{i + 1}"))}\n)\n"
            + $"ON CONFLICT {key} DO UPDATE SET\n    {string.Join(",\n    ", RunColumns.Where(column => !kept.Contains(column.Name)).Select(column => $"{Quote(column.Name)} = excluded.{Quote(column.Name)}"))}\n"
            + "WHERE \"session_id\" = excluded.\"session_id\"\nRETURNING \"run_id\"");
        Statement(writer, "Delete", "DELETE FROM {table.Runs} WHERE \"session_id\" = ?1 AND \"run_id\" = ?2");
        Statement(writer, "DeleteAll", "DELETE FROM {table.Runs} WHERE \"session_id\" = ?1");
    }
}
