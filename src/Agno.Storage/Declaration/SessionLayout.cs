namespace Agno.Storage;

/// <summary>Which version of Agno a record shares its table with. It determines the columns that are added to the record's, and how JSON is stored in them.</summary>
public enum SessionLayout
{
    /// <summary>Agno 1: one table for each mode, JSON as text.</summary>
    V1,

    /// <summary>
    /// Agno 2: agents, teams and workflows in one table, told apart by <c>session_type</c>; the JSON of Agno's columns is encoded twice.
    /// A record sees only sessions of its type, and a session with a user can be stored only by that user.
    /// </summary>
    V2,

    /// <summary>Agno 3: as <see cref="V2"/>, but runs are stored in a second table.</summary>
    V3,
}
