namespace Agno.Storage.Schema;

/// <summary>What an engine uses a column for, beyond storing it.</summary>
public enum ColumnRole
{
    /// <summary>Data of the record only.</summary>
    None,

    /// <summary>The primary key.</summary>
    SessionId,

    /// <summary>Whose session it is.</summary>
    UserId,

    /// <summary>The agent, team or workflow of the session, by mode.</summary>
    EntityId,

    /// <summary>When the session was first stored, in Unix seconds.</summary>
    CreatedAt,

    /// <summary>When the session was last stored, in Unix seconds.</summary>
    UpdatedAt,

    /// <summary>The type of a session in a table that holds several; a constant of the record, which no member holds.</summary>
    SessionType,

    /// <summary>How often the session was stored; see <see cref="SessionVersionAttribute"/>.</summary>
    Version,
}
