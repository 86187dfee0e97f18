namespace Agno.Storage.Sqlite.Connections;

/// <summary>Statements that take effect together or not at all: a transaction, or a savepoint where one is open already.</summary>
internal ref struct WriteScope
{
    private readonly Connection _writer;
    private readonly string _action;
    private readonly bool _isTransaction;
    private bool _isCommitted;

    /// <summary>Begins. A transaction takes the write lock at once, so that it can't fail for it later.</summary>
    public WriteScope(Connection writer, string action)
    {
        _writer = writer;
        _action = action;
        _isTransaction = !writer.IsInTransaction;
        writer.Run(_isTransaction ? "BEGIN IMMEDIATE" : "SAVEPOINT agno_write", action);
    }

    public void Commit()
    {
        _writer.Run(_isTransaction ? "COMMIT" : "RELEASE agno_write", _action);
        _isCommitted = true;
    }

    /// <summary>Undoes what was not committed.</summary>
    public readonly void Dispose()
    {
        // SQLite may have ended the transaction already.
        if (_isCommitted || !_writer.IsInTransaction)
            return;
        if (_isTransaction)
        {
            _writer.Run("ROLLBACK", _action);
        }
        else
        {
            _writer.Run("ROLLBACK TO agno_write", _action);
            _writer.Run("RELEASE agno_write", _action);
        }
    }
}
