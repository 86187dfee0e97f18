using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes the record's SQL for SQLite.</summary>
internal static class SqliteSqlEmitter
{
    private const string Quotes = "\"\"\"";
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
            string select = $"SELECT\n    {columns}\nFROM {{table.Source}}";
            Statement(writer, "Read", $"{select}\nWHERE {Quote(id.Name)} = ?1");
            Statement(writer, "ReadOfUser", $"{select}\nWHERE {Quote(id.Name)} = ?1 AND {user} = ?2");
            Statement(writer, "Upsert", $"{Insert(model, columns, isImport: false)}\nRETURNING \"created_at\"");
            Statement(writer, "Import", Insert(model, columns, isImport: true));
            Statement(writer, "Delete", $"DELETE FROM {{table}}\nWHERE {Quote(id.Name)} = ?1");
            Statement(writer, "DeleteOfUser", $"DELETE FROM {{table}}\nWHERE {Quote(id.Name)} = ?1 AND {user} = ?2");
            Statement(writer, "SelectRows", select);
            Statement(writer, "SelectIds", $"SELECT {Quote(id.Name)}\nFROM {{table.Source}}");
            writer.Close("};");
        });

    private static string Insert(SessionRecordModel model, string columns, bool isImport)
    {
        string values = List(model.Columns.Select((_, i) => $"?{i + 1}"));
        IEnumerable<string> updates = model.Columns
            .Where(column => column.Role != "SessionId" && (isImport || column.Role != "CreatedAt"))
            .Select(column => $"{Quote(column.Name)} = excluded.{Quote(column.Name)}");
        return $"INSERT INTO {{table}} (\n    {columns}\n) VALUES (\n    {values}\n)\nON CONFLICT (\"session_id\") DO UPDATE SET\n    {string.Join(",\n    ", updates)}";
    }

    private static IEnumerable<string> Definitions(SessionRecordModel model) =>
        model.Columns.Select(Definition).Concat(model.UndeclaredColumns.Select(name => $"{Quote(name)} TEXT"));

    private static string Definition(ColumnModel column) =>
        Quote(column.Name) + column.Kind switch
        {
            "Integer" => " INTEGER",
            "Real" => " REAL",
            "Blob" => " BLOB",
            // JSON too: the JSON type of other writers has NUMERIC affinity, which turns a bare number into INTEGER or REAL.
            _ => " TEXT",
        }
        + (column.IsNullable ? "" : " NOT NULL")
        + column.Role switch
        {
            "SessionId" => " PRIMARY KEY",
            "CreatedAt" or "UpdatedAt" => " " + Now,
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
            writer.WriteLine(column.IsNullable
                ? $"    ${Quotes}ALTER TABLE {{table}} ADD COLUMN {Definition(column).Replace(" " + Now, "")}{Quotes},"
                : "    null,");
        }
        foreach (string name in model.UndeclaredColumns)
            writer.WriteLine($"    ${Quotes}ALTER TABLE {{table}} ADD COLUMN {Quote(name)} TEXT{Quotes},");
        writer.WriteLine("],");
    }

    private static void Statement(SourceWriter writer, string name, string sql)
    {
        writer.WriteLine($"{name} = ${Quotes}");
        foreach (string line in sql.Split('\n'))
            writer.WriteLine("    " + line);
        writer.WriteLine($"    {Quotes},");
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
