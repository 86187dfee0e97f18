using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Agno.Storage.Json;

// Objects, arrays and what is skipped.
public ref partial struct JsonCursor
{
    /// <summary>Reads the start of an object.</summary>
    public void ReadStartObject()
    {
        if (SkipWhiteSpace() != '{')
            throw Unexpected("an object");
        Enter();
    }

    /// <summary>Reads the start of an array.</summary>
    public void ReadStartArray()
    {
        if (SkipWhiteSpace() != '[')
            throw Unexpected("an array");
        Enter();
    }

    /// <summary>
    /// Reads the next member's name and colon if they are just these, after a comma where one is due: the fast path for members in the expected
    /// order, compact or with Python's spaces. Otherwise nothing is read.
    /// </summary>
    /// <param name="quotedNameAndColon">Such as <c>"role":</c>, quotes and colon included.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // The name is a constant: its comparison becomes a few loads.
    public bool TryReadMember(ReadOnlySpan<byte> quotedNameAndColon)
    {
        ReadOnlySpan<byte> json = _json;
        int position = _position;
        if (!_isFirst)
        {
            if ((uint)position >= (uint)json.Length || json[position] != ',')
                return false;
            position++;
        }
        if ((uint)position < (uint)json.Length && json[position] == ' ')
            position++;
        if (!json[position..].StartsWith(quotedNameAndColon))
            return _isFirst && TryReadSpaced(quotedNameAndColon);
        position += quotedNameAndColon.Length;
        if ((uint)position < (uint)json.Length && json[position] == ' ')
            position++;
        _position = position;
        _isFirst = false;
        return true;
    }

    // An object's first member is found whatever the white space: a type discriminator has no second chance.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadSpaced(ReadOnlySpan<byte> quotedNameAndColon)
    {
        ReadOnlySpan<byte> rest = _json[_position..].TrimStart(WhiteSpace);
        ReadOnlySpan<byte> quotedName = quotedNameAndColon[..^1];
        if (!rest.StartsWith(quotedName))
            return false;
        rest = rest[quotedName.Length..].TrimStart(WhiteSpace);
        if (rest is not [(byte)':', ..])
            return false;
        _position = _json.Length - rest.Length + 1;
        _isFirst = false;
        return true;
    }

    /// <summary>Reads the next member's name and colon, or the object's end.</summary>
    /// <param name="name">The name in UTF-8, unescaped; valid until the next call. In Python's dialect a lone surrogate in it becomes U+FFFD.</param>
    /// <returns>Whether there is a member.</returns>
    public bool ReadMember(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!MoveToName())
            return false;
        name = ReadUtf8String();
        ReadColon();
        return true;
    }

    /// <summary>Reads the next member's name and colon, or the object's end.</summary>
    /// <param name="name">The name, lone surrogates of Python's dialect included; empty at the object's end.</param>
    /// <returns>Whether there is a member.</returns>
    public bool ReadMember(out string name)
    {
        name = "";
        if (!MoveToName())
            return false;
        name = ReadNewString();
        ReadColon();
        return true;
    }

    /// <summary>Moves to the next element, or reads the array's end.</summary>
    /// <returns>Whether there is an element.</returns>
    public bool ReadElement()
    {
        int next = SkipWhiteSpace();
        if (next == ']')
        {
            Leave();
            return false;
        }
        if (!_isFirst)
        {
            if (next != ',')
                throw Unexpected("',' or ']'");
            _position++;
            if (SkipWhiteSpace() == ']')
                throw Unexpected("a value");
        }
        _isFirst = false;
        return true;
    }

    /// <summary>Reads the next value and gives its text, checked, without white space around it.</summary>
    public ReadOnlySpan<byte> ReadRawValue()
    {
        SkipWhiteSpace();
        int start = _position;
        Skip();
        return _json[start.._position];
    }

    /// <summary>Reads the next value, whatever it is. It is checked like any other; deep nesting costs no stack.</summary>
    public void Skip()
    {
        // A bit for each open container: 1 for an object.
        const int BytesOnStack = 128;
        Span<byte> isObject = stackalloc byte[BytesOnStack];
        int open = 0;
        while (true)
        {
            // Deeper than most limits allow.
            if ((open + 1) >> 3 == isObject.Length)
            {
                byte[] grown = new byte[2 * isObject.Length];
                isObject.CopyTo(grown);
                isObject = grown;
            }
            switch (PeekKind())
            {
                case JsonValueKind.Object:
                    Enter();
                    open++;
                    isObject[open >> 3] |= (byte)(1 << (open & 7));
                    break;
                case JsonValueKind.Array:
                    Enter();
                    open++;
                    isObject[open >> 3] &= (byte)~(1 << (open & 7));
                    break;
                case JsonValueKind.String:
                    SkipString();
                    break;
                case JsonValueKind.Number:
                    ReadNumberText();
                    break;
                case JsonValueKind.Null:
                    ReadLiteral("null"u8);
                    break;
                default:
                    ReadBoolean();
                    break;
            }
            while (open > 0)
            {
                bool hasNext = (isObject[open >> 3] & (1 << (open & 7))) != 0 ? SkipName() : ReadElement();
                if (hasNext)
                    break;
                open--;
            }
            if (open == 0)
                return;
        }
    }

    // As ReadMember, for a name that nobody asks for.
    private bool SkipName()
    {
        if (!MoveToName())
            return false;
        SkipString();
        ReadColon();
        return true;
    }

    // Moves to the opening quote of the next member's name, or reads the object's end.
    private bool MoveToName()
    {
        int next = SkipWhiteSpace();
        if (next == '}')
        {
            Leave();
            return false;
        }
        if (!_isFirst)
        {
            if (next != ',')
                throw Unexpected("',' or '}'");
            _position++;
            next = SkipWhiteSpace();
        }
        return next == '"' ? true : throw Unexpected("a member's name");
    }

    private void ReadColon()
    {
        if (SkipWhiteSpace() != ':')
            throw Unexpected("':'");
        _position++;
        _isFirst = false;
    }

    private void Enter()
    {
        if (++_depth > _maxDepth)
            throw Error($"The text nests deeper than {_maxDepth} levels");
        _position++;
        _isFirst = true;
    }

    private void Leave()
    {
        _position++;
        _depth--;
        _isFirst = false;
    }
}
