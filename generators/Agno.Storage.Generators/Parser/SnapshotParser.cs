using System.Globalization;
using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Agno.Storage.Generators.Parser;

/// <summary>
/// Reads a snapshot file. A line is <c># a comment</c>, <c>version N</c>, <c>name Type [NOT NULL] [FORMERLY name] [DEFAULT value]</c>,
/// <c>index (name, name)</c>, <c>dropped name</c> or <c>runs FORMERLY name</c>; blank lines count for nothing.
/// </summary>
internal sealed class SnapshotParser
{
    private const string Suffix = ".schema.txt";

    private static readonly string[] ConflictMarkers = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

    private readonly string _path;
    private readonly string _file;
    private readonly List<SnapshotVersionModel> _versions = [];
    private readonly List<ShapeColumnModel> _columns = [];
    private readonly List<IndexModel> _indexes = [];
    private readonly List<string> _dropped = [];
    private string? _formerList;
    private int? _number;
    private LocationInfo? _head;

    // The first one: others may follow from it.
    private DiagnosticInfo? _fault;

    private SnapshotParser(string path)
    {
        _path = path;
        _file = Path.GetFileName(path);
    }

    public static bool IsSnapshot(AdditionalText file) => file.Path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    public static SnapshotModel Parse(AdditionalText file, CancellationToken cancellationToken)
    {
        using InvariantCulture culture = InvariantCulture.Enter();
        var parser = new SnapshotParser(file.Path);
        if (file.GetText(cancellationToken) is { } text)
            foreach (TextLine line in text.Lines.TakeWhile(_ => parser._fault is null))
                parser.Parse(line);
        if (parser._fault is null)
            parser.EndBlock();
        return new(file.Path, parser._file.Substring(0, parser._file.Length - Suffix.Length), parser._versions.ToEquatableArray(), parser._fault);
    }

    private void Parse(TextLine line)
    {
        string text = line.ToString().Trim();
        if (text.Length == 0 || text[0] == '#')
            return;
        LocationInfo place = new(_path, line.Span, new LinePositionSpan(new(line.LineNumber, 0), new(line.LineNumber, line.Span.Length)));
        string[] words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        // A column may have any name; its type tells it from the rest.
        bool isColumn = words.Length > 1 && SchemaTypes.IsKnown(words[1]);
        string? fault =
            ConflictMarkers.Any(marker => words[0] == marker) ? "a merge has left its conflict here: keep the version that was released first, and give the other branch's changes the next number, behind it"
            : words[0] == "version" && words.Length == 2 && !isColumn ? ParseVersion(words[1], place)
            : _number is null ? "'version 1' comes before columns and indexes"
            : words[0] == "dropped" && words.Length == 2 && !isColumn ? ParseDropped(words[1])
            : words[0] == "runs" && words.Length == 3 && words[1] == "FORMERLY" ? ParseFormerList(words[2])
            : words[0] == "index" && words.Length > 1 && words[1][0] == '(' ? ParseIndex(text)
            : text.IndexOf('(') >= 0 && !isColumn ? $"'{text}' is not understood: an index is 'index (column, column)'"
            : ParseColumn(text, words);
        if (fault is not null)
            _fault ??= Fault(place, fault);
    }

    private string? ParseVersion(string number, LocationInfo place)
    {
        EndBlock();
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int version) || version < 1)
            return $"'{number}' is not a version: versions are whole numbers from 1";
        if (_versions.Any(known => known.Number == version))
            return $"version {version} is there already, as where two branches have each added one: keep the one that was released first, give this one the next number, and the columns of both";
        if (_versions.Count > 0 && version < _versions[_versions.Count - 1].Number)
            return $"version {version} does not come after version {_versions[_versions.Count - 1].Number}: the oldest is first";
        (_number, _head) = (version, place);
        return null;
    }

    private string? ParseDropped(string name)
    {
        _dropped.Add(name);
        return Naming.IsPlainIdentifier(name) ? null : NoName(name);
    }

    private string? ParseFormerList(string name)
    {
        if (_formerList is not null)
            return $"version {_number} says twice what its runs were";
        _formerList = name;
        return Naming.IsPlainIdentifier(name) ? null : NoName(name);
    }

    private string? ParseIndex(string text)
    {
        int open = text.IndexOf('(');
        if (!text.EndsWith(")", StringComparison.Ordinal))
            return "an index is 'index (column, column)'";
        string[] columns = [.. text.Substring(open + 1, text.Length - open - 2).Split(',').Select(name => name.Trim())];
        _indexes.Add(new(columns.ToEquatableArray()));
        return columns.FirstOrDefault(name => !_columns.Exists(column => column.Name == name)) is { } unknown ? $"'{unknown}' is not a column of version {_number}" : null;
    }

    private string? ParseColumn(string text, string[] words)
    {
        if (words.Length < 2 || (words.Length == 2 && !SchemaTypes.IsKnown(words[1]) && !char.IsUpper(words[1][0])))
            return $"'{text}' is neither 'version N', 'name Type', 'index (name)', 'dropped name' nor 'runs FORMERLY name'";
        string name = words[0];
        if (!Naming.IsPlainIdentifier(name))
            return NoName(name);
        if (!SchemaTypes.IsKnown(words[1]))
            return $"'{words[1]}' is not a type of a column, such as String, Int64 or Json";
        if (_columns.Exists(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            return $"version {_number} has the column '{name}' twice";

        int place = 2;
        bool isNotNull = words.Skip(place).Take(2).SequenceEqual(["NOT", "NULL"]);
        if (isNotNull)
            place += 2;
        string? formerName = null;
        if (place + 1 < words.Length && words[place] == "FORMERLY")
        {
            formerName = words[place + 1];
            place += 2;
        }
        string? value = null;
        if (place < words.Length && words[place] == "DEFAULT")
        {
            value = SnapshotText.ReadDefault(RestAfter(text, words, place), words[1]);
            if (value is null)
                return $"the default of a column of type {words[1]} is {SchemaTypes.ColumnKind(words[1]) switch { "Integer" => "a whole number", "Real" => "a number", _ => "text in double quotes" }}";
            place = words.Length;
        }
        if (place < words.Length)
            return $"'{words[place]}' is not understood: a column is 'name Type [NOT NULL] [FORMERLY name] [DEFAULT value]'";
        _columns.Add(new(name, words[1], !isNotNull, value, formerName));
        return null;
    }

    // What is written behind a word; a default may hold what separates words.
    private static string RestAfter(string text, string[] words, int place)
    {
        int end = 0;
        for (int i = 0; i <= place; i++)
            end = text.IndexOf(words[i], end, StringComparison.Ordinal) + words[i].Length;
        return text.Substring(end).Trim();
    }

    private void EndBlock()
    {
        if (_number is not { } number)
            return;
        var shape = new SchemaShapeModel(_columns.ToEquatableArray(), _indexes.ToEquatableArray(), _dropped.ToEquatableArray(), _formerList);
        if (_columns.Count == 0)
            _fault = Fault(_head!, $"version {number} has no columns");
        else if (_versions.Count > 0 && SchemaDifference.Between(_versions[_versions.Count - 1].Shape, shape).Faults.FirstOrDefault() is { } fault)
            _fault = Fault(_head!, $"version {number} {fault.InFile()}");
        _versions.Add(new(number, shape));
        _columns.Clear();
        _indexes.Clear();
        _dropped.Clear();
        _formerList = null;
        _number = null;
    }

    private static string NoName(string name) => $"'{name}' is not a valid column name";

    private DiagnosticInfo Fault(LocationInfo place, string what) =>
        new(EvolutionDescriptors.MalformedSnapshot.Id, place, new[] { _file, (place.Lines.Start.Line + 1).ToString(CultureInfo.InvariantCulture), what }.ToEquatableArray());
}
