namespace Agno.Storage.Records;

/// <summary>Where an engine reads and writes runs: a table, within a transaction or outside of one. What a session remembers of its runs holds there alone.</summary>
public abstract class RunOrigin
{
    /// <summary>The origin of runs that are read only to be written elsewhere: they are never taken for stored.</summary>
    public static RunOrigin None { get; } = new Nowhere();

    /// <summary>What the engine knows the table by, within a transaction and outside of it.</summary>
    public abstract object Table { get; }

    /// <summary>
    /// Whether what was read or written at another place is known to have come here: the table is the same, and no transaction that did not commit lies between.
    /// </summary>
    public abstract bool Includes(RunOrigin other);

    private sealed class Nowhere : RunOrigin
    {
        public override object Table => this;

        public override bool Includes(RunOrigin other) => false;
    }
}
