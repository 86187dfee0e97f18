using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes how a session becomes a row, and a row a session.</summary>
internal static class RowEmitter
{
    private const string Records = "global::Agno.Storage.Records";

    public static string Emit(SessionRecordModel model)
    {
        string contract = RecordFile.Contract(model);
        return RecordFile.Write(model, $"How a {model.Name} is written to a row and read from one.", null, writer =>
        {
            writer.WriteLine(RecordFile.HiddenCode);
            writer.Open($"static void {contract}.Write({model.Type} session, {Records}.RowBuffer row)");
            for (int i = 0; i < model.Columns.Count; i++)
                WriteColumn(writer, model.Columns[i], i, model.Prefix);
            writer.Close();
            writer.WriteLine();
            writer.WriteLine(RecordFile.HiddenCode);
            writer.Open($"static {model.Type} {contract}.Read<TRow>(scoped ref TRow row)");
            for (int i = 0; i < model.Columns.Count; i++)
                ReadColumn(writer, model, i);
            writer.WriteLine();
            Construct(writer, model);
            writer.Close();
            writer.WriteLine();
            writer.WriteLine(RecordFile.HiddenCode);
            writer.WriteLine($"static string {contract}.GetSessionId({model.Type} session) => session.{model.Columns[0].Member};");
            writer.WriteLine();
            GetCreatedAt(writer, model, contract);
            writer.WriteLine();
            WithTimes(writer, model, contract);
            WithVersion(writer, model, contract);
            foreach (ColumnModel column in model.Columns.Where(column => column.Scalar == ScalarKind.EnumName))
                EnumNames(writer, column, model.Prefix);
        });
    }

    private static void WriteColumn(SourceWriter writer, ColumnModel column, int ordinal, string prefix)
    {
        string member = $"session.{column.Member}";
        if (column.IsLazy && column.Nesting != JsonNesting.None)
        {
            writer.WriteLine($"row.WriteNestedJsonColumn({ordinal}, {member}, {column.JsonCodec}, isOwn: {(column.Nesting == JsonNesting.Own ? "true" : "false")});");
            return;
        }
        if (column.Nesting == JsonNesting.Own && (column.IsNullable || column.IsValueType))
        {
            writer.WriteLine($"row.WriteNestedJson({ordinal}, {member}, {column.JsonCodec});");
            return;
        }
        if (column.IsLazy)
        {
            writer.WriteLine($"row.WriteJsonColumn({ordinal}, {member}, {column.JsonCodec});");
            return;
        }
        if (column.Scalar is ScalarKind.String && column.Converter is null && column.IsNullable)
        {
            writer.WriteLine($"row.WriteString({ordinal}, {member});");
            return;
        }
        string variable = column.Local;
        bool canBeNull = column.IsNullable || !column.IsValueType;
        string value = canBeNull ? variable : member;
        string stored = column.Converter is null ? value : $"{column.Converter}.ToStored({value})";
        string write = column.Kind == "Json"
            ? $"row.Write{Nested(column)}Json({ordinal}, {value}, {column.JsonCodec});"
            : WriteScalar(column, ordinal, stored, prefix);
        bool isTime = column.Role is "CreatedAt" or "UpdatedAt";
        if (!canBeNull && !isTime)
        {
            writer.WriteLine(write);
            return;
        }
        writer.WriteLine(canBeNull ? $"if ({member} is {{ }} {variable})" : $"if ({member} != default)");
        writer.WriteLine("    " + write);
        writer.WriteLine("else");
        writer.WriteLine(column.IsNullable ? $"    row.WriteNull({ordinal});" : isTime ? $"    row.WriteNow({ordinal});" : $"    {Records}.ScalarWriter.RefuseNull();");
    }

    /// <summary>The statement that writes a stored value.</summary>
    /// <param name="column">The column.</param>
    /// <param name="ordinal">Its ordinal, or the expression that gives it.</param>
    /// <param name="value">The expression that gives the value.</param>
    /// <param name="prefix">What the names of the enclosing type's generated members begin with.</param>
    public static string WriteScalar(ColumnModel column, object ordinal, string value, string prefix) => column.Scalar switch
    {
        ScalarKind.String => $"row.WriteString({ordinal}, {value});",
        ScalarKind.EnumName => $"row.WriteString({ordinal}, {prefix}{GeneratedName.Of("NameOf", column.Member)}({value}));",
        ScalarKind.EnumNumber => $"{Records}.ScalarWriter.Write{column.EnumNumberScalar}(row, {ordinal}, ({column.EnumNumberType}){value});",
        _ => $"{Records}.ScalarWriter.Write{column.Scalar}(row, {ordinal}, {value});",
    };

    private static void ReadColumn(SourceWriter writer, SessionRecordModel model, int ordinal)
    {
        ColumnModel column = model.Columns[ordinal];
        string read = column switch
        {
            { IsLazy: true } => $"{Records}.RowReaderExtensions.Read{Nested(column)}JsonColumn(ref row, {ordinal}, {model.Columns[0].Local}, {RecordFile.Literal(column.Name)}, {column.JsonCodec})",
            { Kind: "Json" } => $"{Records}.RowReaderExtensions.{(column.IsNullable ? "Read" : "ReadRequired")}{Nested(column)}Json(ref row, {ordinal}, {column.JsonCodec})",
            _ => ReadValue(column, ordinal, model.Prefix),
        };
        writer.WriteLine($"{column.LocalType} {column.Local} = {read};");
    }

    /// <summary>The expression that reads the value of a scalar column.</summary>
    public static string ReadValue(ColumnModel column, int ordinal, string prefix)
    {
        string read = ReadScalar(column, ordinal, prefix);
        if (column.Converter is not null)
            read = $"{column.Converter}.FromStored({read})";
        return column.IsNullable ? $"row.IsNull({ordinal}) ? null : {read}" : read;
    }

    private static string Nested(ColumnModel column) => column.Nesting == JsonNesting.None ? "" : "Nested";

    private static string ReadScalar(ColumnModel column, int ordinal, string prefix) => column.Scalar switch
    {
        ScalarKind.String => $"row.GetString({ordinal})",
        ScalarKind.Int64 => $"row.GetInt64({ordinal})",
        ScalarKind.Double => $"row.GetDouble({ordinal})",
        ScalarKind.EnumName => $"{prefix}{GeneratedName.Of("ReadNameOf", column.Member)}(row.GetString({ordinal}))",
        ScalarKind.EnumNumber => $"({column.StoredType}){Records}.ScalarReader.ReadNumber<TRow, {column.EnumNumberType}>(ref row, {ordinal})",
        _ => $"{Records}.ScalarReader.Read{column.Scalar}(ref row, {ordinal})",
    };

    private static void Construct(SourceWriter writer, SessionRecordModel model)
    {
        string arguments = string.Join(", ", model.ConstructorOrdinals.Select(ordinal => model.Columns[ordinal].Local));
        writer.WriteLine($"return new {model.Type}({arguments})");
        writer.Open();
        foreach (ColumnModel column in model.Columns.Where(column => column.Setter is Setter.Set or Setter.Init))
            writer.WriteLine($"{column.Member} = {column.Local},");
        // An engine gives the session its runs afterwards.
        if (model.Runs is { } runs)
            writer.WriteLine($"{runs.Member} = [],");
        writer.Close("};");
    }

    private static void GetCreatedAt(SourceWriter writer, SessionRecordModel model, string contract)
    {
        ColumnModel created = model.Columns.First(column => column.Role == "CreatedAt");
        string seconds = created.Scalar != ScalarKind.UnixSeconds ? "" : created.IsNullable ? "?.ToUnixTimeSeconds()" : ".ToUnixTimeSeconds()";
        writer.WriteLine(RecordFile.HiddenCode);
        writer.WriteLine($"static long? {contract}.GetCreatedAt({model.Type} session) => session.{created.Member}{seconds};");
    }

    private static void WithTimes(SourceWriter writer, SessionRecordModel model, string contract)
    {
        ColumnModel created = model.Columns.First(column => column.Role == "CreatedAt");
        ColumnModel updated = model.Columns.First(column => column.Role == "UpdatedAt");
        string createdValue = Time(created, "createdAt", "created");
        string updatedValue = Time(updated, "updatedAt", "updated");
        writer.WriteLine(RecordFile.HiddenCode);
        string head = $"static {model.Type} {contract}.WithTimes({model.Type} session, long? createdAt, long? updatedAt)";
        if (model.StampsCopies)
        {
            writer.WriteLine($"{head} =>");
            writer.WriteLine($"    session with {{ {created.Member} = {createdValue}, {updated.Member} = {updatedValue} }};");
            return;
        }
        writer.Open(head);
        writer.WriteLine($"session.{created.Member} = {createdValue};");
        writer.WriteLine($"session.{updated.Member} = {updatedValue};");
        writer.WriteLine("return session;");
        writer.Close();
    }

    private static void WithVersion(SourceWriter writer, SessionRecordModel model, string contract)
    {
        if (model.Columns.FirstOrDefault(column => column.Role == "Version") is not { } version)
            return;
        writer.WriteLine();
        writer.WriteLine(RecordFile.HiddenCode);
        string head = $"static {model.Type} {contract}.WithVersion({model.Type} session, long version)";
        if (!version.CanSet)
        {
            writer.WriteLine($"{head} => session with {{ {version.Member} = version }};");
            return;
        }
        writer.Open(head);
        writer.WriteLine($"session.{version.Member} = version;");
        writer.WriteLine("return session;");
        writer.Close();
    }

    // A member that can't be null keeps what it has where NULL is stored.
    private static string Time(ColumnModel column, string seconds, string local) => column switch
    {
        { Scalar: ScalarKind.UnixSeconds } => $"{seconds} is {{ }} {local} ? global::System.DateTimeOffset.FromUnixTimeSeconds({local}) : {(column.IsNullable ? "null" : $"session.{column.Member}")}",
        { IsNullable: true } => seconds,
        _ => $"{seconds} ?? session.{column.Member}",
    };

    /// <summary>Writes the methods that turn an enum into its names and back.</summary>
    public static void EnumNames(SourceWriter writer, ColumnModel column, string prefix)
    {
        string type = column.StoredType!;
        string name = column.Member.TrimStart('@');
        writer.WriteLine();
        writer.WriteLine(RecordFile.HiddenCode);
        writer.WriteLine($"private static string {prefix}{GeneratedName.Of("NameOf", name)}({type} value) => value switch");
        writer.Open();
        foreach (EnumNameModel member in column.EnumNames.Where(member => !member.IsAlias))
            writer.WriteLine($"{type}.{member.Member} => {RecordFile.Literal(member.Text)},");
        writer.WriteLine($"_ => throw new global::System.ArgumentException($\"The value {{value:D}} of {name} has no name in {type.Replace("global::", "")}.\"),");
        writer.Close("};");
        writer.WriteLine();
        writer.WriteLine(RecordFile.HiddenCode);
        writer.WriteLine($"private static {type} {prefix}{GeneratedName.Of("ReadNameOf", name)}(string name) => name switch");
        writer.Open();
        foreach (EnumNameModel member in column.EnumNames)
            writer.WriteLine($"{RecordFile.Literal(member.Text)} => {type}.{member.Member},");
        writer.WriteLine($"_ => throw new global::System.FormatException($\"'{{name}}' is not a name in {type.Replace("global::", "")}.\"),");
        writer.Close("};");
    }
}
