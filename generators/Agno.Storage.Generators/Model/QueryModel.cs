namespace Agno.Storage.Generators.Model;

/// <summary>A class with query methods, as the emitters need it.</summary>
internal sealed record QueryClassModel
{
    /// <summary>The class's name as a file's.</summary>
    public required string HintName { get; init; }

    /// <summary>The namespace, or null for the global one.</summary>
    public required string? Namespace { get; init; }

    /// <summary>How each containing type is opened, outermost first.</summary>
    public required EquatableArray<string> ContainingTypes { get; init; }

    /// <summary>How the class itself is opened: <c>partial class SupportQueries</c>.</summary>
    public required string Declaration { get; init; }

    /// <summary>The class's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the names begin with that generated code declares among the class's.</summary>
    public required string Prefix { get; init; }

    public required EquatableArray<QueryModel> Queries { get; init; }

    /// <summary>The methods with an error, which get a body that throws.</summary>
    public required EquatableArray<QueryMethodModel> Failed { get; init; }
}

/// <summary>A query method as its generated part repeats it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Modifiers">Its modifiers without <c>partial</c>, each with a space behind it: <c>public static </c>.</param>
/// <param name="Signature">The method from its return type on, without default values.</param>
internal sealed record QueryMethodModel(string Name, string Modifiers, string Signature);

/// <summary>What a query gives.</summary>
internal enum QueryKind
{
    /// <summary>A stream.</summary>
    List,

    /// <summary>The first, or null.</summary>
    First,
    Count,
    Delete,
}

/// <summary>A query method.</summary>
internal sealed record QueryModel
{
    public required QueryKind Kind { get; init; }

    /// <summary>The method's name.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the struct that holds a call's arguments, behind the prefix.</summary>
    public required string Struct { get; init; }

    /// <summary>The method.</summary>
    public required QueryMethodModel Method { get; init; }

    /// <summary>The store, as the method's body names it.</summary>
    public required string Store { get; init; }

    /// <summary>The session's type.</summary>
    public required string Session { get; init; }

    /// <summary>What <c>session_type</c> says of the sessions; null where the table has no such column.</summary>
    public required string? SessionType { get; init; }

    /// <summary>The column of the user.</summary>
    public required string UserColumn { get; init; }

    /// <summary>The type of what is given, or of each of it; of a delete, <c>long</c>.</summary>
    public required string Result { get; init; }

    /// <summary>The cancellation token, as the method's body names it; null where it has none.</summary>
    public required string? Token { get; init; }

    /// <summary>What the method's body makes the struct with.</summary>
    public required EquatableArray<QueryArgumentModel> Arguments { get; init; }

    public required EquatableArray<PredicateModel> Predicates { get; init; }

    /// <summary>The order; empty for counts and deletes. The session's id is the last of it.</summary>
    public required EquatableArray<OrderModel> Order { get; init; }

    /// <summary>Where a page begins; null where there are none.</summary>
    public required AfterModel? After { get; init; }

    public required LimitModel? Limit { get; init; }

    /// <summary>What is given of a session; null for all of it.</summary>
    public required ProjectionModel? Projection { get; init; }

    /// <summary>How many parameters the SQL has.</summary>
    public required int ParameterCount { get; init; }
}

/// <summary>A parameter of the method that becomes one of the query's.</summary>
/// <param name="Name">Its name, escaped where it is a keyword.</param>
/// <param name="Type">Its type with its nullability.</param>
/// <param name="MustNotBeNull">Whether a null that gets there nevertheless is refused.</param>
internal sealed record QueryArgumentModel(string Name, string Type, bool MustNotBeNull)
{
    /// <summary>The name by which the struct has it.</summary>
    public string Field => GeneratedName.Of("argument", Name);
}

/// <summary>How a member is compared: the names of <c>SessionComparison</c>, and membership of a list.</summary>
internal enum Comparison
{
    Equal,
    NotEqual,
    Below,
    AtMost,
    Above,
    AtLeast,
    StartsWith,
    In,
}

/// <summary>A comparison of a column with an argument.</summary>
/// <param name="Column">The column.</param>
/// <param name="Comparison">How they are compared.</param>
/// <param name="Argument">The argument.</param>
/// <param name="Ordinal">The parameter's ordinal; that of a prefix, or of a list that may hold null, has a second one behind it.</param>
internal sealed record PredicateModel(ColumnModel Column, Comparison Comparison, QueryArgumentModel Argument, int Ordinal)
{
    /// <summary>Whether the argument may be null.</summary>
    public required bool CanBeNull { get; init; }

    /// <summary>Whether null leaves the predicate out, instead of being compared.</summary>
    public required bool IsOptional { get; init; }

    /// <summary>Whether null may be among the values of a list: then the parameter behind it says that it is.</summary>
    public required bool MayHoldNull { get; init; }

    /// <summary>Whether the values of a list are <c>Nullable</c>.</summary>
    public required bool IsListOfNullable { get; init; }
}

/// <summary>What a query orders by.</summary>
/// <param name="Column">The column.</param>
/// <param name="IsDescending">Whether the largest comes first.</param>
internal sealed record OrderModel(ColumnModel Column, bool IsDescending);

/// <summary>Where a page begins: the parameters of the order's columns follow each other, in its order.</summary>
/// <param name="Argument">The argument.</param>
/// <param name="Ordinal">The ordinal of the first column of the order.</param>
/// <param name="IsCursor">Whether it is a cursor instead of a session.</param>
internal sealed record AfterModel(QueryArgumentModel Argument, int Ordinal, bool IsCursor);

/// <summary>How many rows are wanted at most.</summary>
/// <param name="Argument">The argument.</param>
/// <param name="Ordinal">The parameter's ordinal.</param>
/// <param name="CanBeNull">Whether null asks for all.</param>
internal sealed record LimitModel(QueryArgumentModel Argument, int Ordinal, bool CanBeNull);

/// <summary>What is given of a session.</summary>
/// <param name="Columns">The columns that are read, in order.</param>
/// <param name="Construction">The expression that makes the result of their locals.</param>
internal sealed record ProjectionModel(EquatableArray<ColumnModel> Columns, string Construction);
