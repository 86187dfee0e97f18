namespace Agno.Storage.Documentation.Tests;

/// <summary>Holds a page to its tests.</summary>
/// <param name="page">The page's path from the root of the repository.</param>
/// <param name="statements">What it states.</param>
public abstract class PageTests(string page, Statements statements) : StatementTests(page, MarkdownPage.Read(page), statements);
