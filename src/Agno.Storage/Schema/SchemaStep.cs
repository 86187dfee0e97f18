namespace Agno.Storage.Schema;

/// <summary>One change of a table from a version to the next, as data: each engine has its own way to make it.</summary>
public abstract record SchemaStep
{
    private protected SchemaStep()
    {
    }

    /// <summary>Whether a program of the version before can go on reading and writing after it.</summary>
    public virtual bool IsAdditive => false;
}

/// <summary>Adds a column: nullable, or with a default for the rows that are stored already.</summary>
/// <param name="Column">The new column.</param>
public sealed record AddColumn(TableColumn Column) : SchemaStep
{
    /// <inheritdoc/>
    public override bool IsAdditive => true;
}

/// <summary>Gives a column another name; its values stay.</summary>
/// <param name="From">The name before.</param>
/// <param name="To">The name after.</param>
public sealed record RenameColumn(string From, string To) : SchemaStep;

/// <summary>Drops a column and its values.</summary>
/// <param name="Name">The column's name.</param>
public sealed record DropColumn(string Name) : SchemaStep;

/// <summary>Makes each session's list of runs, which a column holds as JSON, rows of the runs' table, and drops the column.</summary>
/// <param name="Column">The column's name.</param>
public sealed record MoveRuns(string Column) : SchemaStep;

/// <summary>Changes a column's kind, nullability or default; NULL becomes the default where the column may not hold it any more.</summary>
/// <param name="Column">The column as it is after.</param>
public sealed record ChangeColumn(TableColumn Column) : SchemaStep;

/// <summary>Creates an index.</summary>
/// <param name="Index">The new index.</param>
public sealed record CreateIndex(TableIndex Index) : SchemaStep
{
    /// <inheritdoc/>
    public override bool IsAdditive => true;
}

/// <summary>Drops an index.</summary>
/// <param name="Index">The index as it was.</param>
public sealed record DropIndex(TableIndex Index) : SchemaStep
{
    /// <inheritdoc/>
    public override bool IsAdditive => true;
}

/// <summary>Calls the record's method that carries <see cref="SessionBackfillAttribute"/> for each stored session.</summary>
/// <param name="Method">The method's name.</param>
public sealed record Backfill(string Method) : SchemaStep
{
    /// <inheritdoc/>
    public override bool IsAdditive => true;
}
