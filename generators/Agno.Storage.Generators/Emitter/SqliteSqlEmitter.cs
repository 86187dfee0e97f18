using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes the record's SQL for SQLite.</summary>
internal static class SqliteSqlEmitter
{
    private const string Quotes = "\"\"\"";
    private const string SessionType = "\"session_type\"";
    private const string Now = "DEFAULT (strftime('%s', 'now'))";

    public static string Emit(SessionRecordModel model) =>
        RecordFile.Write(model, $"The SQL of {model.Name} for SQLite. Parameter ?1 is ordinal 0, and so on.", null, writer =>
        {
            ColumnModel id = model.Columns[0];
            string user = Quote(model.Columns.First(column => column.Role == "UserId").Name);
            string columns = List(model.Columns.Select(column => Quote(column.Name)));
            writer.WriteLine(RecordFile.GeneratedCode);
            writer.WriteLine("private static global::Agno.Storage.Schema.SessionSql SqliteSql(global::Agno.Storage.Schema.SqlTable table) => new()");
            writer.Open();
            Statement(writer, "CreateTable", $"CREATE TABLE IF NOT EXISTS {{table}} (\n    {string.Join(",\n    ", Definitions(model))}\n)");
            WriteIndexes(writer, model);
            WriteAddColumns(writer, model);
            Statement(writer, "DropTable", "DROP TABLE IF EXISTS {table}");
            string type = model.SessionType is null ? "" : $"{SessionType} = '{model.SessionType}'";
            string andType = type.Length == 0 ? "" : $" AND {type}";
            string whereType = type.Length == 0 ? "" : $"\nWHERE {type}";
            string ofUser = $" AND {user} = ?2{andType}";
            string select = $"SELECT\n    {columns}\nFROM {{table.Source}}";
            Statement(writer, "Read", $"{select}\nWHERE {Quote(id.Name)} = ?1{andType}");
            Statement(writer, "ReadOfUser", $"{select}\nWHERE {Quote(id.Name)} = ?1{ofUser}");
            Statement(writer, "Upsert", model.SessionType is null
                ? $"{Insert(model, columns, isImport: false)}\nRETURNING \"created_at\""
                : $"{Insert(model, columns, isImport: false)}{whereType} AND ({user} IS NULL OR {user} = excluded.{user})\nRETURNING \"created_at\", \"updated_at\"");
            Statement(writer, "Import", Insert(model, columns, isImport: true));
            Statement(writer, "Delete", $"DELETE FROM {{table}}\nWHERE {Quote(id.Name)} = ?1{andType}");
            Statement(writer, "DeleteOfUser", $"DELETE FROM {{table}}\nWHERE {Quote(id.Name)} = ?1{ofUser}");
            Statement(writer, "SelectRows", select + whereType);
            Statement(writer, "SelectIds", $"SELECT {Quote(id.Name)}\nFROM {{table.Source}}{whereType}");
            writer.Close("};");
        });

    private static string Insert(SessionRecordModel model, string columns, bool isImport)
    {
        // In Agno 2 a new session was last stored when it was created.
        bool startsAsCreated = model.SessionType is not null && !isImport;
        IEnumerable<string> values = model.Columns.Select((column, i) => startsAsCreated && column.Role == "UpdatedAt" ? Parameter(model, "CreatedAt") : $"?{i + 1}");
        List<string> updates = [.. model.Columns
            .Where(column => column.Role != "SessionId" && (isImport || column.Role != "CreatedAt"))
            .Select(column => $"{Quote(column.Name)} = {(startsAsCreated && column.Role == "UpdatedAt" ? Parameter(model, "UpdatedAt") : $"excluded.{Quote(column.Name)}")}")];
        string type = "";
        string typeValue = "";
        if (model.SessionType is not null)
        {
            type = $",\n    {SessionType}";
            typeValue = $",\n    '{model.SessionType}'";
            if (isImport)
                updates.Add($"{SessionType} = excluded.{SessionType}");
        }
        return $"INSERT INTO {{table}} (\n    {columns}{type}\n) VALUES (\n    {List(values)}{typeValue}\n)\nON CONFLICT (\"session_id\") DO UPDATE SET\n    {string.Join(",\n    ", updates)}";
    }

    private static string Parameter(SessionRecordModel model, string role) => $"?{model.Columns.ToList().FindIndex(column => column.Role == role) + 1}";

    private static IEnumerable<string> Definitions(SessionRecordModel model) =>
        // Small columns before large ones; what the record declares before what it does not.
        [
            .. model.Columns.Where(column => column.Kind != "Json").Select(column => Definition(model, column)),
            .. model.SessionType is null ? Array.Empty<string>() : [$"{SessionType} TEXT NOT NULL"],
            .. model.UndeclaredColumns.Where(column => column.Kind != "Json").Select(Definition),
            .. model.Columns.Where(column => column.Kind == "Json").Select(column => Definition(model, column)),
            .. model.UndeclaredColumns.Where(column => column.Kind == "Json").Select(Definition),
        ];

    private static string Definition(UndeclaredColumnModel column) => $"{Quote(column.Name)} TEXT";

    // A table of several types holds rows that know nothing of this record's members.
    private static bool AllowsNull(SessionRecordModel model, ColumnModel column) =>
        model.SessionType is null ? column.AllowsNull : column.Role is not ("SessionId" or "CreatedAt");

    private static string Definition(SessionRecordModel model, ColumnModel column) =>
        Quote(column.Name) + column.Kind switch
        {
            "Integer" => " INTEGER",
            "Real" => " REAL",
            "Blob" => " BLOB",
            // JSON too: the JSON type of other writers has NUMERIC affinity, which turns a bare number into INTEGER or REAL.
            _ => " TEXT",
        }
        + (AllowsNull(model, column) ? "" : " NOT NULL")
        + (column.Default is null ? "" : " DEFAULT " + Literal(column))
        + column.Role switch
        {
            "SessionId" => " PRIMARY KEY",
            // Agno 2 has no defaults.
            "CreatedAt" or "UpdatedAt" when model.SessionType is null => " " + Now,
            _ => "",
        };

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
            writer.WriteLine($"    ${Quotes}ALTER TABLE {{table}} ADD COLUMN {Definition(column)}{Quotes},");
        if (model.SessionType is not null)
            writer.WriteLine("    null,");
        writer.WriteLine("],");
    }

    private static void Statement(SourceWriter writer, string name, string sql)
    {
        writer.WriteLine($"{name} = ${Quotes}");
        foreach (string line in sql.Split('\n'))
            writer.WriteLine("    " + line);
        writer.WriteLine($"    {Quotes},");
    }

    // What a raw string can't hold is put into it as a literal of its own.
    private static string Literal(ColumnModel column)
    {
        if (column.Kind is "Integer" or "Real")
            return column.Default!;
        string literal = $"'{column.Default!.Replace("'", "''")}'";
        return literal.IndexOfAny(['{', '}', '"', '\r', '\n']) < 0 ? literal : $"{{{RecordFile.Literal(literal)}}}";
    }

    private static string Quote(string identifier) => $"\"{identifier}\"";

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
