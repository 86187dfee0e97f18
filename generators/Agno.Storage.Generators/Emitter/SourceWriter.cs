using System.Text;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes C# with indentation. The lines of a raw string are indented as a whole; blank lines stay blank.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void WriteLine() => _text.Append('\n');

    public void WriteLine(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            string trimmed = line.TrimEnd('\r');
            if (trimmed.Length > 0)
                _text.Append(' ', 4 * _depth).Append(trimmed);
            _text.Append('\n');
        }
    }

    /// <summary>Opens a block: its lines are indented until <see cref="Close"/>.</summary>
    public void Open(string? head = null)
    {
        if (head is not null)
            WriteLine(head);
        WriteLine("{");
        _depth++;
    }

    public void Close(string tail = "}")
    {
        _depth--;
        WriteLine(tail);
    }

    public override string ToString() => _text.ToString();
}
