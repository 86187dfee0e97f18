namespace Agno.Storage.Tests.GeneratedJson;

/// <summary>Holds every shape in a column of its own, so that the generator writes its JSON.</summary>
[SessionRecord(StorageMode.Agent, JsonContext = typeof(ShapesContext))]
internal sealed partial class ShapesSession
{
    public Scalars? Scalars { get; set; }
    public NullableScalars? NullableScalars { get; set; }
    public Collections? Collections { get; set; }
    public Dictionaries? Dictionaries { get; set; }
    public Positional? Positional { get; set; }
    public Point Point { get; set; }
    public Point? MaybePoint { get; set; }
    public Money Money { get; set; }
    public Mutable Mutable { get; set; }
    public Chosen? Chosen { get; set; }
    public Required? Required { get; set; }
    public InitOnly? InitOnly { get; set; }
    public Parrot? Parrot { get; set; }
    public Names? Names { get; set; }
    public Ignored? Ignored { get; set; }
    public Included? Included { get; set; }
    public Ordered? Ordered { get; set; }
    public ExtensionDictionary? ExtensionDictionary { get; set; }
    public ExtensionInterface? ExtensionInterface { get; set; }
    public ExtensionNode? ExtensionNode { get; set; }
    public Closed? Closed { get; set; }
    public NumbersAsText? NumbersAsText { get; set; }
    public NumbersByMember? NumbersByMember { get; set; }
    public Enums? Enums { get; set; }
    public Tree? Tree { get; set; }
    public Documents? Documents { get; set; }
    public ReadOnlySets? ReadOnlySets { get; set; }
    public Pages? Pages { get; set; }
    public Polymorphic? Polymorphic { get; set; }
    public Part? Part { get; set; }
    public Event? Event { get; set; }
    public Converted? Converted { get; set; }
    public Delegated? Delegated { get; set; }
    public JsonColumn<List<Tree>> Lazy { get; set; }
    public PrivateAccess? PrivateAccess { get; set; }
    public Boxes? Boxes { get; set; }
    public Shadowing? Shadowing { get; set; }
    public IgnoringOverride? IgnoringOverride { get; set; }
    public Renaming? Renaming { get; set; }
    public CalledBack? CalledBack { get; set; }
    public Ranks? Ranks { get; set; }
    public Renamed? Renamed { get; set; }
}

/// <summary>What a browser may send.</summary>
[SessionRecord(StorageMode.Agent, Table = "web_sessions")]
internal sealed partial class WebSession
{
    public Point Point { get; set; }
    public JsonColumn<List<Tree>> Lazy { get; set; }
    public Tree? Tree { get; set; }
}
