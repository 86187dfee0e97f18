using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes the bodies of query methods, and for each a struct that holds a call's arguments and knows its SQL.</summary>
internal static class QueryEmitter
{
    private const string Records = "global::Agno.Storage.Records";
    private const string Parameters = Records + ".QueryParameters";

    public static string Emit(QueryClassModel model, EquatableArray<string> dialects) =>
        RecordFile.Write(model.Namespace, model.ContainingTypes, model.Declaration, $"The queries of {model.Name}.", null, writer =>
        {
            for (int i = 0; i < model.Queries.Count; i++)
            {
                if (i > 0)
                    writer.WriteLine();
                WriteMethod(writer, model.Queries[i], model.Prefix);
                writer.WriteLine();
                WriteStruct(writer, model.Queries[i], model.Prefix, dialects);
            }
            for (int i = 0; i < model.Failed.Count; i++)
            {
                if (i + model.Queries.Count > 0)
                    writer.WriteLine();
                QueryMethodModel failed = model.Failed[i];
                writer.WriteLine(RecordFile.GeneratedCode);
                writer.WriteLine($"{failed.Modifiers}partial {failed.Signature} => {IncompleteRecordEmitter.Throw(failed.Name)};");
            }
        });

    private static void WriteMethod(SourceWriter writer, QueryModel query, string prefix)
    {
        string type = prefix + query.Struct;
        string arguments = string.Join(", ", query.Arguments.Select(argument => argument.Name));
        string token = query.Token ?? "default";
        string call = query.Kind == QueryKind.Delete
            ? $"{query.Store}.ExecuteAsync(new {type}({arguments}), {token})"
            : $"{query.Store}.QueryAsync<{type}, {query.Result}>(new({arguments}), {token})";
        string[] checks = [.. Checks(query)];
        bool isForwarded = query.Kind is QueryKind.List or QueryKind.Delete;
        writer.WriteLine(RecordFile.GeneratedCode);
        if (isForwarded && checks.Length == 0)
        {
            writer.WriteLine($"{query.Method.Modifiers}partial {query.Method.Signature} =>");
            writer.WriteLine($"    {call};");
            return;
        }
        writer.Open($"{query.Method.Modifiers}partial {query.Method.Signature}");
        foreach (string check in checks)
            writer.WriteLine(check);
        writer.WriteLine(isForwarded ? $"return {call};" : $"return {prefix}first({call});");
        if (!isForwarded)
            WriteFirst(writer, query, prefix);
        writer.Close();
    }

    // What an asynchronous method throws at the call; all else is its task's.
    private static IEnumerable<string> Checks(QueryModel query) =>
    [
        .. query.Arguments.Where(argument => argument.MustNotBeNull).Select(argument => $"global::System.ArgumentNullException.ThrowIfNull({argument.Name});"),
        .. query.Limit is { } limit ? [$"{Parameters}.ThrowIfNegative({limit.Argument.Name});"] : Array.Empty<string>(),
    ];

    private static void WriteFirst(SourceWriter writer, QueryModel query, string prefix)
    {
        (string found, string all) = (prefix + "found", prefix + "all");
        string given = query.Kind == QueryKind.Count || query.Result.EndsWith("?", StringComparison.Ordinal) ? query.Result : query.Result + "?";
        writer.WriteLine();
        writer.Open($"static async global::System.Threading.Tasks.ValueTask<{given}> {prefix}first(global::System.Collections.Generic.IAsyncEnumerable<{query.Result}> {all})");
        writer.WriteLine($"await foreach ({query.Result} {found} in global::System.Threading.Tasks.TaskAsyncEnumerableExtensions.ConfigureAwait({all}, false))");
        writer.WriteLine($"    return {found};");
        writer.WriteLine(query.Kind == QueryKind.Count ? "return 0;" : "return null;");
        writer.Close();
    }

    private static void WriteStruct(SourceWriter writer, QueryModel query, string prefix, EquatableArray<string> dialects)
    {
        string parameters = string.Join(", ", query.Arguments.Select(argument => $"{argument.Type} {argument.Field}"));
        string command = $"{Records}.ISessionCommand<{query.Session}>";
        string result = $"{Records}.ISessionQuery<{query.Session}, {query.Result}>";
        bool isDelete = query.Kind == QueryKind.Delete;
        writer.WriteLine(RecordFile.HiddenCode);
        writer.Open($"private readonly struct {prefix}{query.Struct}({parameters}) : {(isDelete ? command : result)}");
        writer.WriteLine($"static string {command}.Name => {RecordFile.Literal(query.Name)};");
        writer.WriteLine();
        writer.WriteLine($"static int {command}.ParameterCount => {query.ParameterCount};");
        writer.WriteLine();
        WriteParameters(writer, query, command);
        writer.WriteLine();
        if (!isDelete)
            WriteReading(writer, query, result);
        WriteSql(writer, query, command, dialects);
        foreach (ColumnModel column in Columns(query).Where(column => column.Scalar == ScalarKind.EnumName).GroupBy(column => column.Member).Select(columns => columns.First()))
            RowEmitter.EnumNames(writer, column, prefix: "");
        writer.Close();
    }

    private static void WriteParameters(SourceWriter writer, QueryModel query, string command)
    {
        writer.WriteLine("// Ordinal 0 is the engine's: the user whose store it is.");
        writer.Open($"void {command}.WriteParameters({Records}.RowBuffer row)");
        foreach (PredicateModel predicate in query.Predicates)
            WritePredicate(writer, predicate);
        if (query.After is { } after)
            WriteAfter(writer, query, after);
        if (query.Limit is { } limit)
            writer.WriteLine($"{Parameters}.WriteLimit(row, {limit.Ordinal}, {limit.Argument.Field});");
        writer.Close();
    }

    private static void WritePredicate(SourceWriter writer, PredicateModel predicate)
    {
        ColumnModel column = predicate.Column;
        // A list is used as it is, a single value as what it is without null.
        string value = predicate.CanBeNull ? $"value{predicate.Ordinal}" : predicate.Argument.Field;
        string write = predicate.Comparison switch
        {
            Comparison.In when predicate.MayHoldNull => $"if ({WriteList(predicate, value)}) row.WriteInt64({predicate.Ordinal + 1}, 1);",
            Comparison.In => $"{WriteList(predicate, value)};",
            Comparison.StartsWith => $"{Parameters}.WritePrefix(row, {predicate.Ordinal}, {value});",
            _ => Write(column, predicate.Ordinal, value, predicate.Comparison),
        };
        if (predicate.CanBeNull)
        {
            writer.WriteLine($"if ({predicate.Argument.Field} is {{ }} {value})");
            write = "    " + write;
        }
        writer.WriteLine(write);
    }

    private static string WriteList(PredicateModel predicate, string value) =>
        $"{Parameters}.WriteList(row, {predicate.Ordinal}, {value}, static (row, ordinal, value) => {Write(predicate.Column, "ordinal", predicate.IsListOfNullable ? "value.GetValueOrDefault()" : "value!", predicate.Comparison).TrimEnd(';')})";

    private static void WriteAfter(SourceWriter writer, QueryModel query, AfterModel after)
    {
        writer.Open($"if ({after.Argument.Field} is {{ }} last)");
        if (after.IsCursor)
        {
            writer.WriteLine("if (last.CreatedAt is { } createdAt)");
            writer.WriteLine($"    row.WriteInt64({after.Ordinal}, createdAt);");
            writer.WriteLine($"row.WriteString({after.Ordinal + 1}, last.SessionId);");
        }
        else
        {
            for (int i = 0; i < query.Order.Count; i++)
            {
                ColumnModel column = query.Order[i].Column;
                int ordinal = after.Ordinal + i;
                bool canBeNull = column.IsNullable || !column.IsValueType;
                if (canBeNull)
                    writer.WriteLine($"if (last.{column.Member} is {{ }} last{ordinal})");
                writer.WriteLine((canBeNull ? "    " : "") + Write(column, ordinal, canBeNull ? $"last{ordinal}" : $"last.{column.Member}", Comparison.Above));
            }
        }
        writer.Close();
    }

    // Whole seconds are stored: what a time between two of them is compared with depends on how.
    private static string Write(ColumnModel column, object ordinal, string value, Comparison comparison) => column.Scalar != ScalarKind.UnixSeconds
        ? WriteStored(column, ordinal, value)
        : comparison switch
        {
            Comparison.Equal or Comparison.NotEqual or Comparison.In => $"{Records}.ScalarWriter.WriteUnixSecondsExactly(row, {ordinal}, {value});",
            Comparison.AtLeast or Comparison.Below => $"{Records}.ScalarWriter.WriteUnixSecondsUp(row, {ordinal}, {value});",
            _ => WriteStored(column, ordinal, value),
        };

    private static string WriteStored(ColumnModel column, object ordinal, string value) =>
        RowEmitter.WriteScalar(column, ordinal, column.Converter is null ? value : $"{column.Converter}.ToStored({value})", prefix: "");

    private static void WriteReading(SourceWriter writer, QueryModel query, string contract)
    {
        string names = query switch
        {
            { Kind: QueryKind.Count } => "\"COUNT(*)\"",
            { Projection: { } projection } => string.Join(", ", projection.Columns.Select(column => RecordFile.Literal(column.Name))),
            // The record's own.
            _ => "",
        };
        writer.WriteLine($"static global::System.Collections.Immutable.ImmutableArray<string> {contract}.Columns {{ get; }} = [{names}];");
        writer.WriteLine();
        string head = $"static {query.Result} {contract}.Read<TRow>(scoped ref TRow row)";
        if (query.Projection is { } parts)
        {
            writer.Open(head);
            for (int i = 0; i < parts.Columns.Count; i++)
                writer.WriteLine($"{parts.Columns[i].LocalType} {parts.Columns[i].Local} = {RowEmitter.ReadValue(parts.Columns[i], i, prefix: "")};");
            writer.WriteLine($"return {parts.Construction};");
            writer.Close();
        }
        else
        {
            writer.WriteLine($"{head} => {(query.Kind == QueryKind.Count ? "row.GetInt64(0)" : $"{Parameters}.ReadSession<{query.Session}, TRow>(ref row)")};");
        }
        writer.WriteLine();
    }

    private static void WriteSql(SourceWriter writer, QueryModel query, string command, EquatableArray<string> dialects)
    {
        writer.WriteLine($"static string? {command}.GetSql(string dialect, global::Agno.Storage.Schema.SqlTable table, global::Agno.Storage.Schema.SessionSql session, {Records}.QueryShape given) => dialect switch");
        writer.Open();
        foreach (string dialect in dialects)
            writer.WriteLine($"{RecordFile.Literal(dialect.ToLowerInvariant())} => {dialect}Sql(table, session, given),");
        writer.WriteLine("_ => null,");
        writer.Close("};");
        foreach (string _ in dialects)
        {
            writer.WriteLine();
            SqliteQueryEmitter.Emit(writer, query);
        }
    }

    private static IEnumerable<ColumnModel> Columns(QueryModel query) =>
    [
        .. query.Predicates.Select(predicate => predicate.Column),
        .. query.After is null ? [] : query.Order.Select(term => term.Column),
        .. query.Projection?.Columns ?? default,
    ];
}
