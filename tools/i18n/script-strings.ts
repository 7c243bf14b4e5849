/** Translatable strings in TypeScript and in block.json. */
import ts from 'typescript';
import type { Extraction, Message } from './messages';
import { isTranslationFunction, readCall, translatorsComment } from './translation-call';

const COMMENT_WITHIN_LINES = 2;

export function parseScript(file: string, source: string): ts.SourceFile {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, kind);
}

/** From 1. */
export const lineOf = (node: ts.Node): number =>
  node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;

/** Every node below and including this one, in the order of the source. */
export function* nodesIn(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* nodesIn(child);
}

/** Reads one TypeScript file. */
export function scriptStrings(script: ts.SourceFile): Extraction {
  const read: Extraction[] = [];
  for (const node of nodesIn(script)) {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) continue;
    const name = node.expression.text;
    if (!isTranslationFunction(name)) continue;
    const args = node.arguments.map((arg) => (ts.isStringLiteralLike(arg) ? arg.text : null));
    read.push(readCall({ name, args, comment: commentAbove(node), file: script.fileName, line: lineOf(node) }));
  }
  return {
    messages: read.flatMap(({ messages }) => messages),
    findings: read.flatMap(({ findings }) => findings),
  };
}

/** The comment before the call, or before what the call is part of, as far as that begins at most two lines above. */
function commentAbove(call: ts.Node): string | null {
  const script = call.getSourceFile();
  const line = lineOf(call);
  for (let node: ts.Node = call; !ts.isSourceFile(node); node = node.parent) {
    if (lineOf(node) < line - COMMENT_WITHIN_LINES) return null;
    for (const { pos, end } of ts.getLeadingCommentRanges(script.text, node.getFullStart()) ?? []) {
      const comment = translatorsComment(script.text.slice(pos, end));
      if (comment !== null) return comment;
    }
  }
  return null;
}

interface BlockJson {
  readonly textdomain?: string;
  readonly title?: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
}

/** What WordPress translates of a block's metadata, with the contexts that it asks with. */
export function blockStrings(file: string, source: string): Message[] {
  const { title, description, keywords = [] } = JSON.parse(source) as BlockJson;
  const message = (context: string, id: string): Message => ({
    context,
    id,
    plural: null,
    comments: [],
    files: [file],
  });
  return [
    ...(title === undefined ? [] : [message('block title', title)]),
    ...(description === undefined ? [] : [message('block description', description)]),
    ...keywords.map((keyword) => message('block keyword', keyword)),
  ];
}
