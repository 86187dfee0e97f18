namespace Agno.Storage.Generators;

/// <summary>The names of the pipeline's steps, by which tests ask what was redone.</summary>
public static class TrackingNames
{
    /// <summary>Declarations to models and diagnostics.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>Snapshot files to what they say.</summary>
    public const string Snapshots = nameof(Snapshots);

    /// <summary>The models of declarations without errors.</summary>
    public const string Models = nameof(Models);

    /// <summary>The errors of declarations.</summary>
    public const string Diagnostics = nameof(Diagnostics);

    /// <summary>Classes with query methods to models and diagnostics.</summary>
    public const string ParseQueries = nameof(ParseQueries);

    /// <summary>The models of query methods without errors.</summary>
    public const string QueryModels = nameof(QueryModels);

    /// <summary>The SQL dialects of the engines that the compilation references.</summary>
    public const string Dialects = nameof(Dialects);
}
