using Agno.Storage.Generators.Model;
using static Agno.Storage.Generators.Emitter.SqliteSqlEmitter;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes the SQL of a query for SQLite: fixed pieces, put together by which parameters are given.</summary>
internal static class SqliteQueryEmitter
{
    public static void Emit(SourceWriter writer, QueryModel query)
    {
        writer.WriteLine("// SQL for SQLite. Parameter ?1 is ordinal 0, and so on.");
        writer.Open("private static string SqliteSql(global::Agno.Storage.Schema.SqlTable table, global::Agno.Storage.Schema.SessionSql session, global::Agno.Storage.Records.QueryShape given)");
        WriteHead(writer, query, out PredicateModel? first);
        writer.WriteLine("// A store of one user's.");
        writer.WriteLine("if (given[0])");
        Append(writer, $" AND {Quote(query.UserColumn)} = ?1");
        foreach (PredicateModel predicate in query.Predicates.Where(predicate => predicate != first))
            WritePredicate(writer, predicate);
        if (query.After is { } after)
            WritePages(writer, query, after);
        if (query.Kind == QueryKind.Delete)
            writer.WriteLine("sql += table.IsWhole ? \" RETURNING \\\"session_id\\\"\" : \") RETURNING \\\"session_id\\\"\";");
        if (query.Order.Count > 0)
            writer.WriteLine($"sql += {Text(" ORDER BY " + string.Join(", ", query.Order.Select(term => $"{Quote(term.Column.Name)} {(term.IsDescending ? "DESC" : "ASC")}")))};");
        WriteLimit(writer, query);
        writer.WriteLine("return sql;");
        writer.Close();
    }

    // Up to the first predicate that is always there.
    private static void WriteHead(SourceWriter writer, QueryModel query, out PredicateModel? first)
    {
        first = query.Predicates.FirstOrDefault(predicate => predicate is { CanBeNull: false, MayHoldNull: false, Comparison: not Comparison.StartsWith });
        string select = query switch
        {
            // What the table lacks is read as it is in lists.
            { Kind: QueryKind.Delete } => "DELETE FROM {table}{(table.IsWhole ? \"\" : $\" WHERE \\\"session_id\\\" IN (SELECT \\\"session_id\\\" FROM {table.Source}\")}",
            { Kind: QueryKind.Count } => "SELECT COUNT(*)\nFROM {table.Source}",
            { Projection: { } projection } => $"SELECT {string.Join(", ", Selected(query, projection).Select(column => Quote(column.Name)))}\nFROM {{table.Source}}",
            _ => "{session.SelectRows}",
        };
        // The record's own head has the type already.
        bool isWhole = query.Kind is QueryKind.List or QueryKind.First && query.Projection is null;
        string type = query.SessionType is null ? "" : $"{Quote("session_type")} = '{query.SessionType}'";
        string condition = first is null ? "" : Condition(first);
        string where = (type, condition) switch
        {
            ("", "") => "\nWHERE TRUE",
            ("", _) => $"\nWHERE {condition}",
            (_, "") => isWhole ? "" : $"\nWHERE {type}",
            _ => isWhole ? $"\nAND {condition}" : $"\nWHERE {type} AND {condition}",
        };
        writer.WriteLine($"string sql = ${Quotes}");
        foreach (string line in (select + where).Split('\n'))
            writer.WriteLine("    " + line);
        writer.WriteLine($"    {Quotes};");
    }

    private static void WritePredicate(SourceWriter writer, PredicateModel predicate)
    {
        string column = Quote(predicate.Column.Name);
        string condition = Condition(predicate);
        if (predicate.CanBeNull)
            writer.WriteLine($"if (given[{predicate.Ordinal}])");
        if (predicate.MayHoldNull)
            writer.WriteLine($"{(predicate.CanBeNull ? "    " : "")}sql += given[{predicate.Ordinal + 1}] ? {Text($" AND ({condition} OR {column} IS NULL)")} : {Text($" AND {condition}")};");
        else
            Append(writer, $" AND {condition}", isIndented: predicate.CanBeNull);
        if (predicate is { CanBeNull: true, IsOptional: false })
        {
            writer.WriteLine("else");
            Append(writer, $" AND {column} IS {(predicate.Comparison == Comparison.NotEqual ? "NOT NULL" : "NULL")} ");
        }
        if (predicate.Comparison != Comparison.StartsWith)
            return;
        // A database in UTF-16 has another order: there the texts with a prefix are not one range.
        writer.WriteLine($"if (table.HasUtf8Order && given[{predicate.Ordinal + 1}])");
        Append(writer, $" AND {column} COLLATE BINARY < ?{predicate.Ordinal + 2}");
    }

    // What is behind a session: for each column of the order, from the last to the first, what is equal to it in those before and behind it in that one. Each is a
    // range of an index in that order, if there is one, so that SQLite begins right there.
    private static void WritePages(SourceWriter writer, QueryModel query, AfterModel after)
    {
        int last = query.Order.Count - 1;
        writer.Open($"if (given[{after.Ordinal + last}])");
        for (int i = 0; i < last; i++)
        {
            string column = Quote(query.Order[i].Column.Name);
            int ordinal = after.Ordinal + i;
            string equal = Text($" AND {column} = ?{ordinal + 1}");
            writer.WriteLine($"string same{ordinal} = {(CanBeNull(query.Order[i]) ? $"given[{ordinal}] ? {equal} : {Text($" AND {column} IS NULL")}" : equal)};");
        }
        writer.WriteLine("global::System.Collections.Generic.List<string> pages = [];");
        for (int i = last; i >= 0; i--)
        {
            OrderModel term = query.Order[i];
            string column = Quote(term.Column.Name);
            int ordinal = after.Ordinal + i;
            string behind = $"{column} {(term.IsDescending ? "<" : ">")} ?{ordinal + 1}";
            if (!CanBeNull(term))
            {
                Add(behind);
                continue;
            }
            writer.WriteLine($"if (given[{ordinal}])");
            if (term.IsDescending)
            {
                writer.Open();
                Add(behind);
                // NULL comes last.
                Add($"{column} IS NULL");
                writer.Close();
                continue;
            }
            writer.WriteLine("    " + AddText(i, behind));
            writer.WriteLine("else");
            writer.WriteLine("    " + AddText(i, $"{column} IS NOT NULL"));

            void Add(string condition) => writer.WriteLine(AddText(i, condition));
        }
        writer.WriteLine("sql = string.Join(\" UNION ALL \", pages);");
        writer.Close();

        string AddText(int place, string condition)
        {
            IEnumerable<string> same = Enumerable.Range(after.Ordinal, place).Select(ordinal => $"{{same{ordinal}}}");
            return $"pages.Add(${Quotes}{{sql}}{string.Concat(same)} AND {condition}{Quotes});";
        }
    }

    private static void WriteLimit(SourceWriter writer, QueryModel query)
    {
        if (query.Kind == QueryKind.First)
            writer.WriteLine("sql += \" LIMIT 1\";");
        if (query.Limit is not { } limit)
            return;
        if (limit.CanBeNull)
            writer.WriteLine($"if (given[{limit.Ordinal}])");
        Append(writer, $" LIMIT ?{limit.Ordinal + 1}", isIndented: limit.CanBeNull);
    }

    // A list by pages is ordered by what it gives.
    private static IEnumerable<ColumnModel> Selected(QueryModel query, ProjectionModel projection) =>
        projection.Columns.Concat(query.After is null ? [] : query.Order.Select(term => term.Column).Where(column => projection.Columns.All(given => given.Name != column.Name)));

    private static string Condition(PredicateModel predicate)
    {
        string column = Quote(predicate.Column.Name);
        string parameter = $"?{predicate.Ordinal + 1}";
        return predicate.Comparison switch
        {
            Comparison.Equal => $"{Form(column)} = {Form(parameter)}",
            Comparison.NotEqual => $"{Form(column)} IS NOT {Form(parameter)}",
            Comparison.Below => $"{column} < {parameter}",
            Comparison.AtMost => $"{column} <= {parameter}",
            Comparison.Above => $"{column} > {parameter}",
            Comparison.AtLeast => $"{column} >= {parameter}",
            // The range is what an index finds; a column that compares in another way, without regard to case, has more in it.
            Comparison.StartsWith => $"{column} COLLATE BINARY >= {parameter} AND instr({column}, {parameter}) = 1",
            _ => $"{Form(column)} IN (SELECT {(predicate.Column.Kind == "Real" ? "agno_real(value)" : Form("value"))} FROM json_each({parameter}))",
        };

        // The engine has functions that give equal values one form, however they are spelled.
        string Form(string sql) => predicate.Column.HasSpellings ? $"agno_{predicate.Column.Scalar.ToString().ToLowerInvariant()}({sql})" : sql;
    }

    private static bool CanBeNull(OrderModel term) => term.Column.AllowsNull;

    private static void Append(SourceWriter writer, string sql, bool isIndented = true) => writer.WriteLine($"{(isIndented ? "    " : "")}sql += {Text(sql.TrimEnd())};");

    private static string Text(string sql) => sql.EndsWith("\"", StringComparison.Ordinal) ? RecordFile.Literal(sql) : Quotes + sql + Quotes;
}
