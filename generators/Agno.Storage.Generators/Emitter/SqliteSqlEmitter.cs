using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes the record's SQL for SQLite.</summary>
internal static partial class SqliteSqlEmitter
{
    internal const string Quotes = "\"\"\"";
    private const string SessionType = "\"session_type\"";
    private const string Now = "DEFAULT (strftime('%s', 'now'))";

    public static string Emit(SessionRecordModel model) =>
        RecordFile.Write(model, $"The SQL of {model.Name} for SQLite. Parameter ?1 is ordinal 0, and so on.", null, writer =>
        {
            writer.WriteLine(RecordFile.HiddenCode);
            writer.Open($"private static global::Agno.Storage.Schema.SessionSql {model.Prefix}SqliteSql(global::Agno.Storage.Schema.SqlTable table)");
            WriteParts(writer, model);
            WriteRunParts(writer, model);
            writer.WriteLine("return new()");
            writer.Open();
            Statement(writer, "CreateTable", $"CREATE TABLE IF NOT EXISTS {{table}} (\n    {string.Join(",\n    ", Definitions(model))}\n)");
            WriteIndexes(writer, model);
            WriteAddColumns(writer, model);
            Statement(writer, "DropTable", "DROP TABLE IF EXISTS {table}");
            WriteReading(writer, model);
            WriteWriting(writer, model);
            WriteRuns(writer, model);
            writer.Close("};");
            writer.Close();
        });

    // What several statements have in common.
    private static void WriteParts(SourceWriter writer, SessionRecordModel model)
    {
        string columns = List(model.Columns.Select(column => Quote(column.Name)));
        string type = model.SessionType is null ? "" : $",\n    {SessionType}";
        string typeValue = model.SessionType is null ? "" : $",\n    '{model.SessionType}'";
        IEnumerable<ColumnModel> changed = model.Columns.Where(column => column.Role is not ("SessionId" or "CreatedAt"));
        Part(writer, "select", $"SELECT\n    {columns}\nFROM {{table.Source}}");
        Part(writer, "insert", $"INSERT INTO {{table}} (\n    {columns}{type}\n)");
        Part(writer, "values", List(model.Columns.Select(column => Value(model, column))) + typeValue.Replace("\n    ", "\n"));
        Part(writer, "references", string.Join(",\n", changed.Where(column => column.IsReference).Select(column => $"{Quote(column.Name)} = {Parameter(model, column)}")));
        Part(writer, "changes", string.Join(",\n", changed.Where(column => !column.IsReference).Select(column => $"{Quote(column.Name)} = {(column.Role == "Version" ? Quote(column.Name) + " + 1" : Parameter(model, column))}")));
        // Where updated_at is what was written, and nobody counts, created_at says it all.
        string[] returned = model.SessionType is null && model.Columns.All(column => column.Role != "Version") ? ["CreatedAt"] : ["CreatedAt", "UpdatedAt", "Version"];
        Part(writer, "returned", "RETURNING " + string.Join(", ", returned.SelectMany(role => model.Columns.Where(column => column.Role == role)).Select(column => Quote(column.Name))));
    }

    private static void WriteReading(SourceWriter writer, SessionRecordModel model)
    {
        string type = model.SessionType is null ? "" : $" AND {OfType(model)}";
        string where = model.SessionType is null ? "" : $"\nWHERE {OfType(model)}";
        string ofUser = $" AND {Quote(Column(model, "UserId").Name)} = ?2";
        Statement(writer, "Read", $"{{select}}\nWHERE \"session_id\" = ?1{type}");
        Statement(writer, "ReadOfUser", $"{{select}}\nWHERE \"session_id\" = ?1{ofUser}{type}");
        Statement(writer, "SelectRows", "{select}" + where);
        Statement(writer, "SelectIds", $"SELECT \"session_id\", {Quote(Column(model, "CreatedAt").Name)}\nFROM {{table.Source}}{where}");
        Statement(writer, "Delete", $"DELETE FROM {{table}}\nWHERE \"session_id\" = ?1{type}");
        Statement(writer, "DeleteOfUser", $"DELETE FROM {{table}}\nWHERE \"session_id\" = ?1{ofUser}{type}");
    }

    private static void WriteWriting(SourceWriter writer, SessionRecordModel model)
    {
        const string Changes = "    {references},\n    {changes}";
        const string OnConflict = "ON CONFLICT (\"session_id\") DO UPDATE SET\n";
        ColumnModel user = Column(model, "UserId");
        string ofUser = $"{Quote(user.Name)} = {Parameter(model, user)}";
        ColumnModel? version = model.Columns.FirstOrDefault(column => column.Role == "Version");
        string[] always =
        [
            .. model.SessionType is null ? Array.Empty<string>() : [OfType(model)],
            .. version is null ? Array.Empty<string>() : [$"{Quote(version.Name)} = {Parameter(model, version)}"],
        ];
        string[] conditions = [.. always, .. model.SessionType is null ? Array.Empty<string>() : [$"({Quote(user.Name)} IS NULL OR {ofUser})"]];
        IEnumerable<string> inPlace = model.Columns.Where(column => column.IsReference).Select(column => $"{Quote(column.Name)} IS {Parameter(model, column)}");
        // A session with a version was stored before: it is not inserted anew where somebody deleted it.
        string source = version is null
            ? "VALUES (\n    {values}\n)"
            : $"SELECT\n    {{values}}\nWHERE {Parameter(model, version)} = 0 OR EXISTS (SELECT 1 FROM {{table}} WHERE \"session_id\" = ?1)";
        Statement(writer, "UpsertInPlace", $"{{insert}} {source}\n{OnConflict}    {{changes}}{Where([.. inPlace, .. always])}\n{{returned}}");
        Statement(writer, "Upsert", $"{{insert}} {source}\n{OnConflict}{Changes}{Where(conditions)}\n{{returned}}");
        Statement(writer, "UpsertOfUser", $"{{insert}} {source}\n{OnConflict}{Changes}{Where([.. conditions, ofUser])}\n{{returned}}");
        Statement(writer, "Insert", "{insert} VALUES (\n    {values}\n)\nON CONFLICT (\"session_id\") DO NOTHING\n{returned}");
        Statement(writer, "Replace", $"UPDATE {{table}} SET\n{Changes}{Where(["\"session_id\" = ?1", .. conditions])}\n{{returned}}");
        Statement(writer, "ReplaceOfUser", $"UPDATE {{table}} SET\n{Changes}{Where(["\"session_id\" = ?1", .. conditions, ofUser])}\n{{returned}}");

        string import = $"{{insert}} VALUES (\n    {List(model.Columns.Select(column => Parameter(model, column)))}{(model.SessionType is null ? "" : $", '{model.SessionType}'")}\n)\n"
            + $"ON CONFLICT (\"session_id\") DO UPDATE SET\n    {string.Join(",\n    ", Imported(model))}";
        // A version never goes back.
        string[] isNotNewer = version is null ? [] : [$"({Quote(version.Name)} > {Parameter(model, version)}) IS NOT TRUE"];
        Statement(writer, "Import", $"{import}{Where(isNotNewer)}\n{{returned}}");
        Statement(writer, "ImportOfUser", $"{import}{Where([.. isNotNewer, ofUser])}\n{{returned}}");
    }

    private static IEnumerable<string> Imported(SessionRecordModel model) =>
    [
        .. model.Columns.Where(column => column.Role != "SessionId").Select(column => $"{Quote(column.Name)} = {Parameter(model, column)}"),
        .. model.SessionType is null ? Array.Empty<string>() : [$"{SessionType} = '{model.SessionType}'"],
    ];

    private static string Value(SessionRecordModel model, ColumnModel column) => column.Role switch
    {
        // In Agno 2 a new session was last stored when it was created.
        "UpdatedAt" when model.SessionType is not null => $"COALESCE({Parameter(model, Column(model, "CreatedAt"))}, {Parameter(model, column)})",
        "Version" => Parameter(model, column) + " + 1",
        _ => Parameter(model, column),
    };

    private static string Where(IReadOnlyCollection<string> conditions) => conditions.Count == 0 ? "" : "\nWHERE " + string.Join(" AND ", conditions);

    private static string OfType(SessionRecordModel model) => $"{SessionType} = '{model.SessionType}'";

    private static ColumnModel Column(SessionRecordModel model, string role) => model.Columns.First(column => column.Role == role);

    private static string Parameter(SessionRecordModel model, ColumnModel column) => $"?{model.Columns.ToList().IndexOf(column) + 1}";

    private static IEnumerable<string> Definitions(SessionRecordModel model) =>
        // Small columns before large ones; what the record declares before what it does not.
        [
            .. model.Columns.Where(column => column.Kind != "Json").Select(column => Definition(model, column)),
            .. model.SessionType is null ? Array.Empty<string>() : [$"{SessionType} VARCHAR NOT NULL"],
            .. model.UndeclaredColumns.Where(column => column.Kind != "Json").Select(column => Definition(model, column)),
            .. model.Columns.Where(column => column.Kind == "Json").Select(column => Definition(model, column)),
            .. model.UndeclaredColumns.Where(column => column.Kind == "Json").Select(column => Definition(model, column)),
        ];

    private static string Definition(SessionRecordModel model, UndeclaredColumnModel column) =>
        $"{Quote(column.Name)} {(model.SessionType is null ? "TEXT" : column.Kind == "Json" ? "JSON" : "VARCHAR")}";

    // A table of several types holds rows that know nothing of this record's members.
    private static bool AllowsNull(SessionRecordModel model, ColumnModel column) =>
        model.SessionType is null ? column.AllowsNull : column.Role is not ("SessionId" or "CreatedAt");

    private static string Definition(SessionRecordModel model, ColumnModel column) =>
        $"{Quote(column.Name)} {Type(model, column)}"
        + (AllowsNull(model, column) ? "" : " NOT NULL")
        + (column.Default is null ? "" : " DEFAULT " + Literal(column))
        + column.Role switch
        {
            "SessionId" => " PRIMARY KEY",
            // Agno 2 has no defaults.
            "CreatedAt" or "UpdatedAt" when model.SessionType is null => " " + Now,
            _ => "",
        };

    // Agno 2 and 3 read a column of their own by its declared type: what is not declared JSON reaches them as text. The type has NUMERIC affinity, which turns a bare number into
    // INTEGER or REAL; in their columns JSON stands inside a string, so that there is none. Everywhere else JSON is TEXT.
    private static string Type(SessionRecordModel model, ColumnModel column)
    {
        bool isAgnos = model.SessionType is not null && column.Role is "SessionId" or "UserId" or "EntityId" or "CreatedAt" or "UpdatedAt";
        return column.Kind switch
        {
            "Integer" => isAgnos ? "BIGINT" : "INTEGER",
            "Real" => "REAL",
            "Blob" => "BLOB",
            "Json" => column.Nesting == JsonNesting.None ? "TEXT" : "JSON",
            _ => isAgnos ? "VARCHAR" : "TEXT",
        };
    }

    private static void WriteIndexes(SourceWriter writer, SessionRecordModel model)
    {
        writer.WriteLine("CreateIndexes =");
        writer.WriteLine("[");
        foreach (IndexModel index in model.Indexes)
        {
            IEnumerable<string> columns = index.Columns.Select(name => Quote(name) + (name == "created_at" ? " DESC" : ""));
            writer.WriteLine($"    ${Quotes}CREATE INDEX IF NOT EXISTS {{table.Index(\"{index.Columns[0]}\")}} ON {{table}} ({string.Join(", ", columns)}){Quotes},");
        }
        writer.WriteLine("],");
    }

    private static void WriteAddColumns(SourceWriter writer, SessionRecordModel model)
    {
        writer.WriteLine("AddColumns =");
        writer.WriteLine("[");
        foreach (ColumnModel column in model.Columns)
        {
            // SQLite adds neither a NOT NULL column without a constant default nor one whose default is an expression.
            writer.WriteLine(AllowsNull(model, column) || column.Default is not null
                ? $"    ${Quotes}ALTER TABLE {{table}} ADD COLUMN {Definition(model, column).Replace(" " + Now, "")}{Quotes},"
                : "    null,");
        }
        foreach (UndeclaredColumnModel column in model.UndeclaredColumns)
            writer.WriteLine($"    ${Quotes}ALTER TABLE {{table}} ADD COLUMN {Definition(model, column)}{Quotes},");
        if (model.SessionType is not null)
            writer.WriteLine("    null,");
        writer.WriteLine("],");
    }

    private static void Statement(SourceWriter writer, string name, string sql) => Text(writer, $"{name} = ", sql, ",");

    private static void Part(SourceWriter writer, string name, string sql) => Text(writer, $"string {name} = ", sql, ";");

    private static void Text(SourceWriter writer, string before, string sql, string after)
    {
        writer.WriteLine($"{before}${Quotes}");
        foreach (string line in sql.Split('\n'))
            writer.WriteLine("    " + line);
        writer.WriteLine($"    {Quotes}{after}");
    }

    // What a raw string can't hold is put into it as a literal of its own.
    private static string Literal(ColumnModel column)
    {
        if (column.Kind is "Integer" or "Real")
            return column.Default!;
        string literal = $"'{column.Default!.Replace("'", "''")}'";
        return literal.IndexOfAny(['{', '}', '"', '\r', '\n']) < 0 ? literal : $"{{{RecordFile.Literal(literal)}}}";
    }

    internal static string Quote(string identifier) => $"\"{identifier}\"";

    // Eight to a line keeps long lists readable.
    private static string List(IEnumerable<string> items)
    {
        string[] all = [.. items];
        var lines = new List<string>();
        for (int i = 0; i < all.Length; i += 8)
            lines.Add(string.Join(", ", all.Skip(i).Take(8)));
        return string.Join(",\n    ", lines);
    }
}
