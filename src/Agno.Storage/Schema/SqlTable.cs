namespace Agno.Storage.Schema;

/// <summary>
/// A table as generated SQL names it: the validated name, quoted. Interpolating one into SQL text gives <see cref="Quoted"/>;
/// that is the only way a name given at run time gets there.
/// </summary>
public sealed class SqlTable
{
    private const int MaxNameLength = 128;

    /// <summary>Names a table.</summary>
    /// <param name="name">
    /// Letters and digits of any script, and <c>_ - . $</c> or a space inside; at most 128 characters; not starting with <c>sqlite_</c>.
    /// </param>
    /// <exception cref="ArgumentException">The name is none of that form.</exception>
    public SqlTable(string name)
    {
        Validate(name);
        Name = name;
        Quoted = Quote(name);
        Source = Quoted;
    }

    /// <summary>The name as it was given.</summary>
    public string Name { get; }

    /// <summary>The name in double quotes.</summary>
    public string Quoted { get; }

    /// <summary>
    /// What SELECT reads from: <see cref="Quoted"/>, or a subquery that stands for it where the stored table lacks
    /// nullable columns of the record.
    /// </summary>
    public string Source { get; init; }

    /// <summary>Whether SELECT reads from the table itself.</summary>
    public bool IsWhole => Source == Quoted;

    /// <summary>Whether the database compares text by its UTF-8 bytes, so that all texts with a prefix are one range. A database in UTF-16 does not.</summary>
    public bool HasUtf8Order { get; init; } = true;

    /// <summary>The quoted name of the table that holds the runs of these sessions; see <see cref="RunTable"/>.</summary>
    public string Runs => Quote(RunTable.NameFor(Name));

    /// <summary>The quoted name of the index whose first column is <paramref name="column"/>.</summary>
    public string Index(string column) => Quote($"idx_{Name}_{column}");

    /// <summary>The quoted name of the runs' index on <paramref name="columns"/>, joined by <c>_</c>.</summary>
    public string RunIndex(string columns) => Quote($"idx_{RunTable.NameFor(Name)}_{columns}");

    /// <inheritdoc cref="Quoted"/>
    public override string ToString() => Quoted;

    private static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"")}\"";

    private static void Validate(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > MaxNameLength)
            throw new ArgumentException($"A table name has at most {MaxNameLength} characters; this one has {name.Length}.", nameof(name));
        if (name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"The table name '{name}' starts with 'sqlite_', which SQLite keeps for itself. Choose another name.", nameof(name));
        if (name[0] == ' ' || name[^1] == ' ')
            throw new ArgumentException($"The table name '{name}' starts or ends with a space. Remove it.", nameof(name));
        foreach (char c in name)
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-' or '.' or '$' or ' '))
                throw new ArgumentException($"The table name holds the character U+{(int)c:X4}. Use letters, digits, '_', '-', '.', '$' and inner spaces only.", nameof(name));
    }
}
