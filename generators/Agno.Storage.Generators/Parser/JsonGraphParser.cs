using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>What a type is used for: the member that errors name, where they stand, and what the member's attributes say.</summary>
internal sealed record JsonUse(string Member, Location Location, AttributeData? Converter = null, int Handling = 0)
{
    /// <summary>The attribute that leaves the member out.</summary>
    public string Ignore { get; init; } = "[JsonIgnore]";

    /// <summary>The ready-made options that the member names, as generated code reaches them; null for none.</summary>
    public string? Options { get; init; }

    /// <summary>The column converter of a record's member; null for none.</summary>
    public INamedTypeSymbol? ColumnConverter { get; init; }

    /// <summary>Whether the member says how its type is converted.</summary>
    public bool IsVariant => Converter is not null || Options is not null || ColumnConverter is not null;
}

/// <summary>
/// Collects the types that a record's JSON is made of, each once. Every decision about them is made here and in the parsers
/// that it calls; the emitter only prints.
/// </summary>
internal sealed class JsonGraphParser
{
    private const string Column = "Agno.Storage.JsonColumn";
    private const string RunId = "run_id";

    private readonly Compilation _compilation;
    private readonly INamedTypeSymbol _record;
    private readonly List<DiagnosticInfo> _diagnostics;
    private readonly JsonObjectParser _objects;
    private readonly JsonConverterParser _converters;
    private readonly JsonContextOptions _context;
    private bool _isInForeign;
    private readonly Dictionary<TypeKey, string> _ids = [];
    private readonly string _recordId;
    private readonly string _class;
    private readonly TypePath _path = new();
    private bool _isEndless;
    private readonly HashSet<string> _usedIds = [];
    private readonly List<string> _order = [];
    private readonly Dictionary<string, JsonTypeModel> _types = [];

    /// <summary>Begins with the record.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="record">The record.</param>
    /// <param name="context">The user's context, or null.</param>
    /// <param name="prefix">What the names begin with that generated code declares among the record's members.</param>
    /// <param name="diagnostics">Where errors go.</param>
    public JsonGraphParser(Compilation compilation, INamedTypeSymbol record, INamedTypeSymbol? context, string prefix, List<DiagnosticInfo> diagnostics)
    {
        _compilation = compilation;
        _record = record;
        _diagnostics = diagnostics;
        _objects = new(this);
        _context = new(context);
        _converters = new(this, _context);
        RecordOptions = _converters.Options(record.Attribute(KnownTypes.SessionJsonAttribute), record.Name, LocationOf(record));
        _class = prefix + "Json";
        // The record's members may hold it, before all its own members are known.
        _recordId = Reserve(new(record, 0, null, null));
    }

    /// <summary>Whether the graph has a type that does not exist, as while it is being typed: the compiler says so, and nothing can be generated.</summary>
    public bool HasUnresolved { get; private set; }

    /// <summary>The ready-made options that the record names, for members that name none; null for none, empty after an error.</summary>
    public string? RecordOptions { get; }

    /// <summary>Whether the context has options that change what JSON looks like, so that System.Text.Json does all of the record's.</summary>
    public bool HasOptions => _context.ChangeJson;

    /// <summary>Adds the type of a JSON column and gives its codec, as the record's generated code names it, or null after an error.</summary>
    public string? AddRoot(ITypeSymbol type, ISymbol member)
    {
        string? id = Add(type, UseOf(member));
        MarkRoot(id);
        return id is null ? null : CodecOf(id);
    }

    /// <summary>Adds the type of a run and gives its codec, or null after an error.</summary>
    /// <param name="type">The type.</param>
    /// <param name="member">The member that holds the runs.</param>
    /// <param name="hasId">Whether a run's JSON can say its id: false where it is known that none does.</param>
    public string? AddRun(ITypeSymbol type, ISymbol member, out bool hasId)
    {
        string? id = Add(type, UseOf(member) with { Converter = null, Handling = 0 });
        MarkRoot(id);
        hasId = id is null || !_types.TryGetValue(id, out JsonTypeModel? model) || CanHoldId(model);
        return id is null ? null : CodecOf(id);
    }

    /// <summary>Adds the record itself, for System.Text.Json, with the members that the generator completes.</summary>
    public void AddRecord(IReadOnlyList<JsonCompletedMember> completed)
    {
        _types[_recordId] = Model(_record, JsonShape.Object) with
        {
            Id = _recordId,
            IsRoot = true,
            Object = _objects.Parse(_record, completed, new(_record.Name, LocationOf(_record))),
        };
    }

    public bool IsGenerated(ISymbol member) => member.IsGenerated(_record);

    /// <summary>Whether the type is declared in the record's project.</summary>
    public bool IsInProject(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _record.ContainingAssembly);

    /// <summary>What the attributes of a member say of its JSON.</summary>
    public JsonUse UseOf(ISymbol member, string where, Location location, int handling) => new(where, location, member.ConverterAttribute(), handling)
    {
        Options = _converters.Options(member is IPropertySymbol property ? property.ColumnAttribute(KnownTypes.SessionJsonAttribute) : member.Attribute(KnownTypes.SessionJsonAttribute), where, location),
    };

    // Text that System.Text.Json or the program writes may say anything.
    private bool CanHoldId(JsonTypeModel run) => run.Shape switch
    {
        JsonShape.Object => run.Object!.Extension is not null
            || run.Object.Members.Any(member => member.JsonName == RunId && member.Omission != JsonOmission.Always
                && (!_types.TryGetValue(member.TypeId, out JsonTypeModel? type) || type is { Shape: JsonShape.Scalar, Scalar.IsNumber: false } or { Shape: JsonShape.Delegated })),
        JsonShape.Library => run.Type is not ("global::System.Text.Json.Nodes.JsonArray" or "global::System.Text.Json.Nodes.JsonValue"),
        JsonShape.Dictionary or JsonShape.Delegated => true,
        _ => false,
    };

    private string CodecOf(string id) =>
        _types.TryGetValue(id, out JsonTypeModel? type) && type.Shape == JsonShape.Library ? type.Expression : $"{_class}.{GeneratedName.Of("Codec", id)}";

    /// <summary>The graph, in the order in which its types were found.</summary>
    public EquatableArray<JsonTypeModel> Build()
    {
        HashSet<string> derived = [.. _types.Values.SelectMany(type => type.Object?.Polymorphism?.Derived ?? default).Select(type => type.Id)];
        return _order.Where(_types.ContainsKey).Select(id => _types[id])
            .Select(type => type.Object is not null && derived.Contains(type.Id) ? type with { Object = type.Object with { IsDerived = true } } : type)
            .ToEquatableArray();
    }

    /// <summary>Adds a type and gives its id, or null after an error.</summary>
    public string? Add(ITypeSymbol type, JsonUse use)
    {
        type = type.WithNullableAnnotation(NullableAnnotation.None);
        if (type.TypeKind == TypeKind.Error)
        {
            HasUnresolved = true;
            return null;
        }
        // Options that can't be used were reported.
        if (use.Options?.Length == 0)
            return null;
        bool isVariant = use.IsVariant;
        AttributeData? converter = use.Converter ?? (IsNullable(type) || use.ColumnConverter is not null ? null : type.ConverterAttribute());
        int handling = converter is null && HoldsNumbers(type) ? use.Handling : 0;
        JsonUse own = use with { Converter = converter, Handling = handling };
        var key = new TypeKey(type, handling, use.ColumnConverter ?? converter?.Argument() as ITypeSymbol, use.Options);
        return AddNew(key, () => (IsForeign(type) ? ParseForeign(type, own) : ParseWithin(type, own)) is { } model ? model with { IsVariant = isVariant } : null);
    }

    public bool IsRecord(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type, _record);

    public bool IsAccessible(ISymbol symbol) => _compilation.IsSymbolAccessibleWithin(symbol, _record);

    /// <summary>Refuses a former name of a member that System.Text.Json reads.</summary>
    public void RefuseFormerName(ISymbol member, JsonUse use) => JsonFormerNames.Report(this, member, use);

    public ITypeSymbol TypeOf(string csharpName) => csharpName switch
    {
        "long?" => _compilation.GetSpecialType(SpecialType.System_Nullable_T).Construct(_compilation.GetSpecialType(SpecialType.System_Int64)),
        _ => _compilation.GetSpecialType(SpecialType.System_String),
    };

    public JsonTypeModel Model(ITypeSymbol type, JsonShape shape) => new()
    {
        Id = "",
        Type = Name(type),
        Shape = shape,
        IsValueType = type.IsValueType,
    };

    public void Report(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Of(descriptor, location, arguments));

    public static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public static bool IsNullable(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    public static int HandlingOf(ISymbol symbol) => symbol.Json(JsonAttributes.NumberHandling)?.Argument() as int? ?? 0;

    /// <summary>A number, or a collection of numbers: what number handling applies to in System.Text.Json.</summary>
    public static bool HoldsNumbers(ITypeSymbol type)
    {
        if (JsonScalarParser.Parse(type) is null)
        {
            if (JsonCollectionParser.Parse(type, out ITypeSymbol element) is not null)
                type = element;
            else if (JsonCollectionParser.ParseDictionary(type, out _, out ITypeSymbol value) is not null)
                type = value;
            else if (type.Is(Column))
                return HoldsNumbers(((INamedTypeSymbol)type).TypeArguments[0]);
        }
        if (IsNullable(type))
            type = ((INamedTypeSymbol)type).TypeArguments[0];
        return JsonScalarParser.Parse(type) is { IsNumber: true };
    }

    private Location LocationOf(ISymbol symbol) =>
        symbol.Locations.FirstOrDefault(location => location.IsInSource) ?? _record.Locations[0];

    /// <summary>Where an error about a member stands: at the member, or where the type of its owner is used when that is compiled already.</summary>
    public static Location LocationOf(ISymbol symbol, JsonUse use) =>
        symbol.Locations.FirstOrDefault(location => location.IsInSource) ?? use.Location;

    private void MarkRoot(string? id)
    {
        if (id is not null && _types.TryGetValue(id, out JsonTypeModel? type))
            _types[id] = type with { IsRoot = true };
    }

    // The id is known before the type is parsed, so that a type may hold itself.
    private string? AddNew(TypeKey key, Func<JsonTypeModel?> parse)
    {
        if (_ids.TryGetValue(key, out string? id))
            return id;
        id = Reserve(key);
        JsonTypeModel? model = parse();
        if (model is null)
            return null;
        _types[id] = model with { Id = id };
        return id;
    }

    private string Reserve(TypeKey key)
    {
        string id = UniqueId(JsonIds.Of(key.Type) + JsonIds.Suffix(key.Handling, key.Converter) + (key.Options is null ? "" : "ByOptions"));
        _ids.Add(key, id);
        _order.Add(id);
        return id;
    }

    private string UniqueId(string id)
    {
        string unique = id;
        for (int number = 2; !_usedIds.Add(unique); number++)
            unique = id + number;
        return unique;
    }

    private JsonTypeModel? ParseWithin(ITypeSymbol type, JsonUse use)
    {
        if (_isEndless)
            return null;
        if (_path.WhyNot(type) is { } reason)
        {
            // One error says it; whatever else leads there is not looked at.
            _isEndless = true;
            Report(JsonDescriptors.UnsupportedType, use.Location, use.Member, type.Readable(), reason, use.Ignore);
            return null;
        }
        _path.Enter(type);
        JsonTypeModel? model = Parse(type, use);
        _path.Leave();
        return model;
    }

    private JsonUse UseOf(ISymbol member)
    {
        JsonUse use = UseOf(member, $"{_record.Name}.{member.Name}", LocationOf(member), HandlingOf(member));
        return use with { Options = use.Options ?? RecordOptions, Ignore = "[SessionIgnore]" };
    }

    private bool IsForeign(ITypeSymbol type) =>
        !_isInForeign && type is INamedTypeSymbol && !IsInProject(type) && !JsonObjectParser.IsFramework(type) && !type.Is(Column);

    // Code for a type of another assembly is generated as long as all that it leads to can be read and written. Else nobody can follow advice on
    // what is inside it: the one error is about the member that holds it.
    private JsonTypeModel? ParseForeign(ITypeSymbol type, JsonUse use)
    {
        int count = _diagnostics.Count;
        _isInForeign = true;
        JsonTypeModel? model = ParseWithin(type, use);
        _isInForeign = false;
        if (_diagnostics.Skip(count).FirstOrDefault(diagnostic => diagnostic.IsError) is not { } first)
            return model;
        _diagnostics.RemoveRange(count, _diagnostics.Count - count);
        if (_context.Symbol is { } context)
            Report(JsonDescriptors.MissingFromContext, use.Location, use.Member, type.Readable(), context.Name);
        else
            Report(JsonDescriptors.ForeignType, use.Location, use.Member, type.Readable(), type.ContainingAssembly.Name, Cause(first, use, type));
        return null;
    }

    private static string Cause(DiagnosticInfo error, JsonUse use, ITypeSymbol type)
    {
        string where = error.Arguments[0] == use.Member ? type.Readable() : error.Arguments[0];
        return error.Id == JsonDescriptors.UnsupportedType.Id ? $"'{where}': {error.Arguments[2]}" : $"'{where}'";
    }

    private JsonTypeModel? Parse(ITypeSymbol type, JsonUse use)
    {
        if (type.Is(Column))
            return Wrap(type, ((INamedTypeSymbol)type).TypeArguments[0], JsonShape.Column, use);
        if (use.Options is not null)
            return _converters.ByOptions(type, use);
        if (IsNullable(type))
            return Wrap(type, ((INamedTypeSymbol)type).TypeArguments[0], JsonShape.Nullable, use);
        if (use.ColumnConverter is { } converter)
            return Stored(type, converter, use);
        if (!IsAccessible(type))
            return _context.Lists(type) ? _converters.ByContext(type, use) : _converters.Refuse(type, use, "it is not accessible to the record");
        if (use.Converter is not null)
            return _converters.Parse(type, use);
        if (type.TypeKind == TypeKind.Enum)
            return JsonConverterParser.Enum(this, (INamedTypeSymbol)type, isByName: _context.NamesEnums);
        if (JsonScalarParser.Parse(type) is { } scalar)
            return Model(type, JsonShape.Scalar) with { Scalar = scalar with { Handling = use.Handling } };
        switch (type.FullName())
        {
            case "System.Text.Json.Nodes.JsonNode":
                return Library(type, "Node");
            case "System.Text.Json.Nodes.JsonObject":
                return Library(type, "Object");
            case "System.Text.Json.Nodes.JsonArray":
                return Library(type, "Array");
            case "System.Text.Json.JsonElement":
                return Library(type, "Element");
            case "System.Text.Json.Nodes.JsonValue":
                return Library(type, "Value");
            case "System.Text.Json.JsonDocument":
                return _converters.BuiltIn(type, "JsonDocumentConverter");
            case "System.Memory" when IsOfBytes(type):
                return _converters.BuiltIn(type, "MemoryByteConverter");
            case "System.ReadOnlyMemory" when IsOfBytes(type):
                return _converters.BuiltIn(type, "ReadOnlyMemoryByteConverter");
        }
        if (_context.Lists(type) && !IsRecord(type))
            return _converters.ByContext(type, use);
        if (JsonCollectionParser.ParseDictionary(type, out ITypeSymbol key, out ITypeSymbol value) is { } dictionary)
            return Wrap(type, value, JsonShape.Dictionary, use) is { } model ? model with { Collection = dictionary, KeyType = Name(key) } : null;
        if (JsonCollectionParser.Parse(type, out ITypeSymbol element) is { } collection)
            return Wrap(type, element, JsonShape.Collection, use) is { } model ? model with { Collection = collection } : null;
        if (JsonObjectParser.WhyNot(type) is { } reason)
            return _converters.Refuse(type, use, reason);
        return Model(type, JsonShape.Object) with { Object = _objects.Parse((INamedTypeSymbol)type, [], use) };
    }

    private JsonTypeModel? Wrap(ITypeSymbol type, ITypeSymbol element, JsonShape shape, JsonUse use)
    {
        // A converter of a member converts the value of its Nullable or column, and never the elements of a collection.
        string? id = Add(element, use);
        return id is null ? null : Model(type, shape) with { Element = id };
    }

    private JsonTypeModel? Stored(ITypeSymbol type, INamedTypeSymbol converter, JsonUse use)
    {
        ITypeSymbol stored = ColumnParser.StoredType(converter, type)!;
        return Add(stored, use with { ColumnConverter = null }) is { } id
            ? Model(type, JsonShape.Stored) with { Element = id, Expression = Name(converter) }
            : null;
    }

    private JsonTypeModel Library(ITypeSymbol type, string codec) =>
        Model(type, JsonShape.Library) with { Expression = $"global::Agno.Storage.Json.JsonCodecs.{codec}" };

    private static bool IsOfBytes(ITypeSymbol type) => ((INamedTypeSymbol)type).TypeArguments[0].SpecialType == SpecialType.System_Byte;

    /// <summary>A type with what its use changes: the handling of its numbers, its converter and its options.</summary>
    private sealed class TypeKey(ITypeSymbol type, int handling, ITypeSymbol? converter, string? options) : IEquatable<TypeKey>
    {
        public ITypeSymbol Type => type;

        public int Handling => handling;

        public ITypeSymbol? Converter => converter;

        public string? Options => options;

        public bool Equals(TypeKey? other) =>
            other is not null && other.Handling == handling && other.Options == options
            && SymbolEqualityComparer.Default.Equals(other.Type, type) && SymbolEqualityComparer.Default.Equals(other.Converter, converter);

        public override bool Equals(object? obj) => Equals(obj as TypeKey);

        public override int GetHashCode() => (SymbolEqualityComparer.Default.GetHashCode(type) * 31) + handling;
    }
}

/// <summary>A member that the generator adds to the record: <c>string</c>, <c>string?</c> or <c>long?</c>.</summary>
internal sealed record JsonCompletedMember(string Name, string Type);
