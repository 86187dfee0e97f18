namespace Agno.Storage.Sqlite.Connections;

/// <summary>Something to be written. It runs on the writer, in a transaction with others or alone.</summary>
internal interface IWrite<TResult>
{
    /// <summary>Whether it takes several statements, which must all take effect or none. One statement is all or nothing by itself.</summary>
    static abstract bool IsCompound { get; }

    /// <summary>What it does, as the start of an error message: <c>Deleting from table 'agent_sessions'</c>.</summary>
    string Action { get; }

    /// <summary>Does it. Called again where the transaction around it was undone.</summary>
    TResult Run(Connection writer);
}
