namespace Agno.Storage;

/// <summary>Which version of Agno a record shares its table with. It decides the columns beside the record's own, and how JSON is stored in them.</summary>
public enum SessionLayout
{
    /// <summary>Agno 1: one table for each mode, JSON as text.</summary>
    V1,

    /// <summary>
    /// Agno 2: agents, teams and workflows in one table, told apart by <c>session_type</c>; the JSON of Agno's own columns is encoded twice.
    /// A record sees sessions of its own type only, and a session that has a user is stored by that user only.
    /// </summary>
    V2,

    /// <summary>Agno 3: as <see cref="V2"/>, without the runs, which have a table of their own.</summary>
    V3,
}
