namespace Agno.Storage.Benchmarks.Workload;

/// <summary>What is made of many measurements.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    /// <summary>The smallest value that at least this share of all values does not exceed.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)];
    }
}
