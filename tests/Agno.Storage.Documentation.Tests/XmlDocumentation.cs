using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Agno.Storage.Documentation.Tests;

/// <summary>The XML documentation of a type and its members, by what it states.</summary>
internal static partial class XmlDocumentation
{
    /// <summary>
    /// The sentences of each member, behind the member's name with its documented parameters, which tell overloads apart, and behind the parameter or exception that they are about:
    /// <c>DropAsync: InvalidOperationException: The store is …</c>
    /// </summary>
    public static IEnumerable<string> Read(Type type)
    {
        string file = Path.ChangeExtension(type.Assembly.Location, ".xml");
        foreach (XElement member in XDocument.Load(file).Descendants("member"))
        {
            string id = (string)member.Attribute("name")!;
            if (id[2..] != type.FullName && !id[2..].StartsWith($"{type.FullName}.", StringComparison.Ordinal))
                continue;
            string name = NameOf(member, id);
            foreach (XElement part in member.Elements())
                foreach (string paragraph in Paragraphs(part))
                    foreach (string sentence in Sentence.In(paragraph))
                        yield return $"{name}: {SubjectOf(part)}{sentence}";
        }
    }

    private static string NameOf(XElement member, string id)
    {
        string[] parameters = [.. member.Elements("param").Select(parameter => (string)parameter.Attribute("name")!).Where(name => name != "cancellationToken")];
        return parameters is [] ? SimpleName(id) : $"{SimpleName(id)}({string.Join(", ", parameters)})";
    }

    private static string SubjectOf(XElement part) => part switch
    {
        _ when part.Attribute("name") is { } parameter => $"{parameter.Value}: ",
        _ when part.Attribute("cref") is { } exception => $"{SimpleName(exception.Value)}: ",
        _ => "",
    };

    // A paragraph within the text ends the one before it.
    private static IEnumerable<string> Paragraphs(XElement part)
    {
        string text = string.Concat(part.Nodes().Select(TextOf));
        return text.Split('\f').Select(paragraph => Spaces().Replace(paragraph, " ").Trim()).Where(paragraph => paragraph.Length > 0);
    }

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "para" } paragraph => $"\f{string.Concat(paragraph.Nodes().Select(TextOf))}\f",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element => SimpleName((element.Attribute("cref") ?? element.Attribute("name"))!.Value),
        _ => "",
    };

    // Of M:Namespace.Type`1.Method``1(System.String): Method.
    private static string SimpleName(string id) => id.Split('(')[0].Split('.', ':')[^1].Split('`')[0];

    [GeneratedRegex(@"[ \r\n\t]+")]
    private static partial Regex Spaces();
}
