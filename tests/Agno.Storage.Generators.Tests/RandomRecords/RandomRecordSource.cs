using System.Text;

namespace Agno.Storage.Generators.Tests.RandomRecords;

/// <summary>
/// Writes C# with many session records of random shape (class or record, positional or not, nested, inherited, with init and
/// required members, keyword names, every kind of member), each with a method that makes a random instance of it.
/// The same seed gives the same text.
/// </summary>
internal sealed class RandomRecordSource(int seed)
{
    private static readonly string[] Scalars =
    [
        "bool", "byte", "sbyte", "short", "ushort", "int", "uint", "long", "float", "double", "decimal", "char",
        "Guid", "DateTime", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Size", "Colour", "string", "byte[]", "Uri", "ulong",
    ];

    private static readonly string[] Names =
    [
        "Title", "@class", "@event", "@namespace", "Count2", "URLValue", "innerHTML", "X", "Order", "Select", "Group", "Index", "Value", "Name_1", "Default",
    ];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private int _payloads;

    /// <summary>Writes <paramref name="count"/> records and a <c>Records.All</c> that lists a case for each.</summary>
    public string Write(int count)
    {
        _text.AppendLine("""
            #nullable enable
            using System;
            using System.Collections.Generic;
            using System.Text.Json.Nodes;
            using Agno.Storage;

            namespace RandomRecords;
            """);
        var cases = new StringBuilder();
        for (int i = 0; i < count; i++)
            cases.AppendLine($"        Case.Of(\"{WriteRecord(i)}\", {CreateCall(i)}),");
        _text.AppendLine($$"""

            public static partial class Records
            {
                public static Func<Agno.Storage.Sqlite.SqliteStorage, int, int, IAsyncEnumerable<(string, string, string?)>> RunAll { get; } =
                    static (storage, seed, each) => Case.RunAll(All, storage, seed, each);

                private static Case[] All =>
                [
            {{cases}}    ];
            }
            """);
        return _text.ToString();
    }

    private static string CreateCall(int index) => $"static (v, i) => Create{index}(v, i)";

    private string WriteRecord(int index)
    {
        string mode = Pick("Agent", "Team", "Workflow", "WorkflowV2");
        string name = $"Session{index}";
        bool isRecord = _random.Next(2) == 0;
        bool isPositional = isRecord && _random.Next(2) == 0;
        bool isNested = _random.Next(4) == 0;
        bool hasBase = !isPositional && _random.Next(4) == 0;
        List<Member> members = Members(isRecord, isPositional);
        if (_random.Next(3) == 0)
            members.Insert(0, new("DateTimeOffset?", "CreatedAt", isPositional ? Setter.Positional : Setter.Set, "null"));

        string typeName = isNested ? $"Outer{index}.{name}" : name;
        string kind = isRecord ? "record" : "class";
        string parameters = string.Join(", ", members.Where(m => m.Setter == Setter.Positional).Select(m => $"{m.Attributes}{m.Type} {m.Name}"));
        List<Member> inherited = hasBase ? [.. members.Where(m => m.Setter == Setter.Set).Take(2)] : [];

        if (hasBase)
            WriteType($"public abstract {kind} Base{index}", inherited);
        string head = $"[SessionRecord(StorageMode.{mode})] public sealed partial {kind} {name}"
            + (isPositional ? $"({parameters})" : "") + (hasBase ? $" : Base{index}" : "");
        if (isNested)
            _text.AppendLine($"public static partial class Outer{index} {{");
        WriteType(head, [.. members.Where(m => m.Setter != Setter.Positional && !inherited.Contains(m))]);
        if (isNested)
            _text.AppendLine("}");

        string arguments = string.Join(", ", members.Where(m => m.Setter == Setter.Positional).Select(m => m.Create));
        var initializers = members.Where(m => m.Setter != Setter.Positional).Select(m => $"{m.Name} = {m.Create}").Prepend("SessionId = i").Append("UserId = v.NullOr(() => v.String())");
        _text.AppendLine($$"""
            public static partial class Records
            {
                private static {{typeName}} Create{{index}}(Values v, string i) => new({{arguments}}) { {{string.Join(", ", initializers)}} };
            }
            """);
        return typeName;
    }

    private void WriteType(string head, List<Member> members)
    {
        _text.AppendLine(head).AppendLine("{");
        foreach (Member member in members)
        {
            string accessors = member.Setter is Setter.Init or Setter.RequiredInit ? "{ get; init; }" : "{ get; set; }";
            string required = member.Setter is Setter.Required or Setter.RequiredInit ? "required " : "";
            string initializer = required.Length == 0 && !member.Type.EndsWith('?') && member.Default is not null ? $" = {member.Default};" : "";
            _text.AppendLine($"    {member.Attributes}public {required}{member.Type} {member.Name} {accessors}{initializer}");
        }
        _text.AppendLine("}");
    }

    private List<Member> Members(bool isRecord, bool isPositional)
    {
        var members = new List<Member>();
        foreach (string name in Names.OrderBy(_ => _random.Next()).Take(_random.Next(1, 11)).ToArray())
        {
            Setter setter = isPositional && _random.Next(3) > 0 ? Setter.Positional : Pick(Setter.Set, Setter.Set, Setter.Init, Setter.Required, Setter.RequiredInit);
            members.Add(Column(name, setter));
        }
        return members;
    }

    private Member Column(string name, Setter setter)
    {
        switch (_random.Next(10))
        {
            case < 5:
                string scalar = Pick(Scalars);
                string index = _random.Next(4) == 0 ? setter == Setter.Positional ? "[property: SessionIndex] " : "[SessionIndex] " : "";
                return Scalar(scalar, name, setter) with { Attributes = index };
            case 5:
                string converter = "SessionColumn(Converter = typeof(MoneyConverter))";
                bool isNull = _random.Next(2) == 0;
                return new(isNull ? "Money?" : "Money", name, setter, isNull ? "v.NullOrValue(v.Money)" : "v.Money()")
                {
                    Attributes = setter == Setter.Positional ? $"[property: {converter}] " : $"[{converter}] ",
                };
            case 6:
                return Pick(
                    new Member("JsonColumn<JsonNode>", name, setter, "v.Node()"),
                    new Member("JsonNode?", name, setter, "v.Node()"),
                    new Member("JsonObject?", name, setter, "v.NullOr(() => new JsonObject { [v.String()] = v.Node() })"));
            case 7:
                string lazy = WritePayload(2);
                return new($"JsonColumn<{lazy}>", name, setter, $"v.NullOr(() => Create{lazy}(v))");
            default:
                (string type, string create) = Json(3);
                return new($"{type}?", name, setter, $"v.NullOr(() => {create})");
        }
    }

    private Member Scalar(string type, string name, Setter setter)
    {
        string create = $"v.{Creator(type)}()";
        bool isReference = type is "string" or "byte[]" or "Uri";
        string? initial = type switch { "string" => "\"\"", "byte[]" => "[]", "Uri" => "new(\"about:blank\")", _ => null };
        return _random.Next(2) == 0
            ? new(type, name, setter, create) { Default = initial }
            : new($"{type}?", name, setter, isReference ? $"v.NullOr(() => {create})" : $"v.NullOrValue(() => {create})");
    }

    private static string Creator(string type) => type switch
    {
        "byte[]" => "Bytes",
        _ when char.IsLower(type[0]) => char.ToUpperInvariant(type[0]) + type[1..],
        _ => type,
    };

    // A type for JSON, not nullable itself, and an expression that makes a value of it.
    private (string Type, string Create) Json(int depth)
    {
        if (depth == 0 || _random.Next(5) == 0)
        {
            string payload = WritePayload(depth - 1);
            return (payload, $"Create{payload}(v)");
        }
        (string type, string create) = _random.Next(2) == 0 ? Json(depth - 1) : JsonScalar();
        return _random.Next(6) switch
        {
            0 => ($"List<{type}>", $"v.Many<{type}>(() => {create})"),
            1 => ($"{type}[]", $"v.Many<{type}>(() => {create}).ToArray()"),
            2 => ($"IReadOnlyList<{type}>", $"v.Many<{type}>(() => {create})"),
            3 => ($"Dictionary<string, {type}>", $"v.Map<{type}>(() => {create})"),
            4 => ($"IReadOnlyDictionary<string, {type}>", $"v.Map<{type}>(() => {create})"),
            _ => ("HashSet<string>", "new HashSet<string>(v.Many(() => v.String()))"),
        };
    }

    private (string Type, string Create) JsonScalar()
    {
        string type = Pick(Scalars);
        return (type, $"v.{Creator(type)}()");
    }

    // A class, record or struct that is only found inside JSON.
    private string WritePayload(int depth)
    {
        string name = $"Payload{_payloads++}";
        bool isPositional = _random.Next(2) == 0;
        var members = new List<Member>();
        foreach (string member in Names.Where(n => n[0] != '@').OrderBy(_ => _random.Next()).Take(_random.Next(1, 6)).ToArray())
        {
            Setter setter = isPositional ? Setter.Positional : Pick(Setter.Set, Setter.Init, Setter.Required);
            if (depth > 0 && _random.Next(3) == 0)
            {
                (string type, string create) = Json(depth - 1);
                members.Add(new($"{type}?", member, setter, $"v.NullOr(() => {create})"));
            }
            else
            {
                members.Add(Scalar(Pick(Scalars), member, setter));
            }
        }
        string kind = isPositional ? "sealed record" : Pick("sealed record", "sealed class");
        if (isPositional)
        {
            string parameters = string.Join(", ", members.Select(m => $"{m.Type} {m.Name}"));
            _text.AppendLine($"public {kind} {name}({parameters});");
        }
        else
        {
            WriteType($"public {kind} {name}", members);
        }
        string arguments = string.Join(", ", members.Where(m => m.Setter == Setter.Positional).Select(m => m.Create));
        string initializers = string.Join(", ", members.Where(m => m.Setter != Setter.Positional).Select(m => $"{m.Name} = {m.Create}"));
        _text.AppendLine($$"""
            public static partial class Records
            {
                private static {{name}} Create{{name}}(Values v) => new({{arguments}}) { {{initializers}} };
            }
            """);
        return name;
    }

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private enum Setter
    {
        Set,
        Init,
        Required,
        RequiredInit,
        Positional,
    }

    private sealed record Member(string Type, string Name, Setter Setter, string Create)
    {
        public string Attributes { get; init; } = "";

        public string? Default { get; init; }
    }
}
