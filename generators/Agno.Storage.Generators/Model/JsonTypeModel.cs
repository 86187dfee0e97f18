namespace Agno.Storage.Generators.Model;

/// <summary>How generated code reads and writes a type's JSON.</summary>
internal enum JsonShape
{
    /// <summary>One call of the cursor or emitter.</summary>
    Scalar,
    Enum,
    Nullable,
    Collection,
    Dictionary,
    Object,

    /// <summary>A codec of the library: JsonNode and its kin.</summary>
    Library,

    /// <summary>A <c>JsonColumn</c>: the shape of its value.</summary>
    Column,

    /// <summary>System.Text.Json does it: a converter, a context or options of the user.</summary>
    Delegated,

    /// <summary>What the column converter of a record's member stores.</summary>
    Stored,
}

/// <summary>What does the JSON of a type that generated code leaves to System.Text.Json.</summary>
internal enum JsonDelegation
{
    /// <summary>A converter of System.Text.Json.</summary>
    BuiltIn,
    Converter,

    /// <summary>The context that the record names.</summary>
    Context,

    /// <summary>The options that the member or the record names.</summary>
    Options,
}

/// <summary>A type of the JSON graph as the emitters need it. Types name each other by <see cref="Id"/>.</summary>
internal sealed record JsonTypeModel
{
    /// <summary>Names the type's methods, as in <c>Read_ListOfMessage</c>; no underscore is in it.</summary>
    public required string Id { get; init; }

    /// <summary>The type as generated code names it, without its own nullability.</summary>
    public required string Type { get; init; }

    public required JsonShape Shape { get; init; }

    public required bool IsValueType { get; init; }

    /// <summary>Whether a codec is needed: the type of a column, or the record itself.</summary>
    public bool IsRoot { get; init; }

    /// <summary>Whether a member says how its type is converted: other members of the type know nothing of it.</summary>
    public bool IsVariant { get; init; }

    /// <summary>The id of the element, the dictionary's value, the nullable's or column's value, what a column converter stores.</summary>
    public string Element { get; init; } = "";

    public JsonScalarModel? Scalar { get; init; }

    public JsonEnumModel? Enum { get; init; }

    public JsonCollectionModel? Collection { get; init; }

    /// <summary>For a dictionary, the type of its keys; for a collection and dictionary, see <see cref="Element"/>.</summary>
    public string KeyType { get; init; } = "";

    public JsonObjectModel? Object { get; init; }

    /// <summary>
    /// For <see cref="JsonShape.Library"/>, the codec; for <see cref="JsonShape.Delegated"/>, what its codec is made of;
    /// for <see cref="JsonShape.Stored"/>, the column converter.
    /// </summary>
    public string Expression { get; init; } = "";

    /// <summary>For <see cref="JsonShape.Delegated"/>, to what.</summary>
    public JsonDelegation Delegation { get; init; }

    /// <summary>For <see cref="JsonDelegation.Converter"/>, its type.</summary>
    public string Converter { get; init; } = "";

    /// <summary>The type that may be null: <c>Message?</c>, and <c>int</c> of <c>int</c>.</summary>
    public string NullableType => IsValueType ? Type : Type + "?";
}

/// <summary>A scalar: the suffix of its read method, its write method, and what its numbers may look like.</summary>
internal sealed record JsonScalarModel(string Read, string Write, bool IsNumber = false)
{
    /// <summary>The value of <c>JsonNumberHandling</c>.</summary>
    public int Handling { get; init; }

    public bool IsFloatingPoint => Read is "Single" or "Double" or "Half";
}

/// <summary>An enum; <paramref name="Names"/> are those of its members where it is written by name.</summary>
internal sealed record JsonEnumModel(string Underlying, JsonScalarModel Number, bool IsByName, EquatableArray<EnumNameModel> Names);

/// <summary>How a collection is built: <c>{Builder} items = {Create}; items.{Add}(item); return items{Finish};</c></summary>
internal sealed record JsonCollectionModel(string Builder, string Add, string Create = "new()", string Finish = "")
{
    /// <summary>Which of System.Text.Json's contracts it has: the method of <c>JsonMetadataServices</c> without <c>Create</c> and <c>Info</c>.</summary>
    public required string Contract { get; init; }

    /// <summary>The method that makes an immutable collection of its elements; empty for others.</summary>
    public string CreateRange { get; init; } = "";

    public bool IsArray => Add.Length == 0;

    /// <summary>Whether it is a struct whose default can't be enumerated.</summary>
    public bool IsImmutableArray => CreateRange.EndsWith(".ImmutableArray.CreateRange", System.StringComparison.Ordinal);
}
