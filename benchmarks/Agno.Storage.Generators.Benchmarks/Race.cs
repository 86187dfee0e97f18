using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agno.Storage.Generators.Benchmarks;

/// <summary>What was measured of one edit: medians in milliseconds.</summary>
/// <param name="Operation">The edit.</param>
/// <param name="Ours">The driver's run with our generator, and the compilation's update.</param>
/// <param name="SameFiles">The same with a generator that adds the same files and does nothing.</param>
/// <param name="None">The same without a generator.</param>
/// <param name="Binding">What the compiler takes to bind the edited type in the edited compilation; the first to ask pays for it.</param>
/// <param name="Own">Ours beyond the generator of the same files and the binding: the median of the differences in each round.</param>
internal sealed record Result(string Operation, double Ours, double SameFiles, double None, double Binding, double Own);

/// <summary>Three drivers over copies of one project, given the same edits in turn.</summary>
internal static class Race
{
    public static Result[] Run(int types, int coldRuns, int keystrokes)
    {
        SameFilesGenerator same = SameFilesGenerator.Of(types);
        Editor[] editors = [];
        var cold = new List<double[]>();
        for (int run = 0; run < coldRuns; run++)
        {
            editors = [new(types, new SessionRecordGenerator()), new(types, same), new(types), new(types)];
            cold.Add(Turn(editors, types: types, edit: null));
        }
        var elsewhere = new List<double[]>();
        var inside = new List<double[]>();
        for (int keystroke = 1; keystroke <= keystrokes; keystroke++)
        {
            elsewhere.Add(Turn(editors, 0, Project.EditUnrelated(keystroke)));
            int type = keystroke * 7919 % types;
            inside.Add(Turn(editors, 1, Project.EditRecord(type, keystroke)));
        }
        return [Summarize("generator-cold", cold), Summarize("generator-elsewhere", elsewhere), Summarize("generator-inside", inside)];
    }

    // Ours, the same files, none, and binding.
    private static double[] Turn(Editor[] editors, int types, SyntaxTree? edit) =>
        [editors[0].Run(edit), editors[1].Run(edit), editors[2].Run(edit), editors[3].Bind(edit, types)];

    private static Result Summarize(string operation, List<double[]> rounds) => new(
        operation,
        Median(rounds.Select(round => round[0])),
        Median(rounds.Select(round => round[1])),
        Median(rounds.Select(round => round[2])),
        Median(rounds.Select(round => round[3])),
        Median(rounds.Select(round => round[0] - round[1] - round[3])));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>A project under edit with the driver that runs after each keystroke.</summary>
    private sealed class Editor(int types, params IIncrementalGenerator[] generators)
    {
        private CSharpCompilation _compilation = Project.Create(types);
        private GeneratorDriver _driver = Project.CreateDriver(tracks: false, generators);

        public double Run(SyntaxTree? edit)
        {
            long start = Stopwatch.GetTimestamp();
            Apply(edit);
            _driver = _driver.RunGenerators(_compilation);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        /// <summary>Binds the declarations of one file, or with a null edit of the whole project, when there is anything to bind.</summary>
        public double Bind(SyntaxTree? edit, int count)
        {
            Apply(edit);
            long start = Stopwatch.GetTimestamp();
            if (count > 0)
                foreach (SyntaxTree tree in edit is null ? _compilation.SyntaxTrees : [edit])
                    _compilation.GetSemanticModel(tree).GetDeclarationDiagnostics();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        private void Apply(SyntaxTree? edit)
        {
            if (edit is not null)
                _compilation = _compilation.Replace(edit);
        }
    }
}
