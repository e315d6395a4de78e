import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { toMermaid } from '../../../bin/commands/graph/mermaid';
import type { ActionNode, PipelineGraph } from '../../../bin/commands/graph/pipeline-graph';
import { readPipelines } from '../../../bin/commands/graph/read-pipelines';
import { toSvg } from '../../../bin/commands/graph/svg';
import { type Box, layOut } from '../../../bin/commands/graph/svg-layout';
import { assemblyOf, STOREFRONT } from './assembly-folder';

const [storefront] = readPipelines(assemblyOf({ storefront: { resources: STOREFRONT } })) as [PipelineGraph];

/** Any pipeline at all, with any text in it. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('<b>&"\'', '"]; end', '構成', 'a'.repeat(300)),
);
const anyAction: fc.Arbitrary<ActionNode> = fc.record({
  name: anyText,
  category: fc.constantFrom('Source', 'Approval', 'Deploy', 'Build', 'Invoke', '"><script>'),
  provider: anyText,
  runOrder: fc.integer({ min: 1, max: 3 }),
  details: fc.array(anyText, { maxLength: 4 }),
  rollback: fc.option(
    fc.record({ on: fc.array(anyText, { maxLength: 3 }), alarms: fc.array(anyText, { maxLength: 2 }) }),
    { nil: undefined },
  ),
});
const anyGraph: fc.Arbitrary<PipelineGraph> = fc.record({
  name: anyText,
  executionMode: fc.constant('QUEUED'),
  triggers: fc.array(fc.record({ title: anyText, details: fc.array(anyText, { maxLength: 2 }) }), {
    maxLength: 3,
  }),
  stages: fc.array(
    fc.record({
      name: anyText,
      actions: fc
        .array(anyAction, { maxLength: 4 })
        .map((actions) => actions.sort((a, b) => a.runOrder - b.runOrder)),
    }),
    { maxLength: 4 },
  ),
});

fc.configureGlobal({ numRuns: 50 });

describe('Mermaid', () => {
  const lines = toMermaid(storefront)
    .split('\n')
    .map((line) => line.trim());

  test('leads from the trigger to the action it pins, and from stage to stage', () => {
    expect(lines[0]).toBe('flowchart LR');
    expect(lines).toEqual(
      expect.arrayContaining(['p1t1 --> p1s1a1', 'p1s1 --> p1s2', 'p1s2 --> p1s3', 'p1s3a1 --> p1s3a2']),
    );
  });

  test('shows an approval as a hexagon', () => {
    expect(lines).toContainEqual(
      expect.stringMatching(/^p1s2a1\{\{"Approve<br\/>Manual<br\/>.*"\}\}:::approval$/),
    );
  });

  test('shows what makes a deployment roll back, and what a failed stage does', () => {
    expect(lines).toContain('p1s3a1 -. "on failure, alarm" .-> p1s3a1r');
    expect(lines).toContain('p1s3f(["stage rollback"]):::rollback');
  });

  test('has one subgraph for each pipeline and stage, and closes all of them', () => {
    const both = toMermaid(storefront, storefront)
      .split('\n')
      .map((line) => line.trim());
    expect(both.filter((line) => line.startsWith('subgraph'))).toHaveLength(8);
    expect(both.filter((line) => line === 'end')).toHaveLength(8);
  });

  test('escapes text that Mermaid would parse as syntax', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        for (const line of toMermaid(graph).split('\n')) {
          const [, quoted] = /"(.*)"/.exec(line) ?? [];
          expect(quoted?.replaceAll('<br/>', '') ?? '').not.toMatch(/["<>`]/);
        }
      }),
    );
  });
});

describe('the picture', () => {
  test('shows every name, provider and detail', () => {
    const texts = textsOf(toSvg(storefront));
    expect(texts).toEqual(
      expect.arrayContaining([
        'shop-storefront-prd',
        'Source',
        'Approval',
        'Deploy',
        'CodeDeployToECS',
        'storefront:latest',
        'ECR push',
      ]),
    );
    expect(texts).toContain('rollback: failure, alarm');
    expect(texts).toContain('on failure: rollback');
  });

  test('has colours for light and dark themes, and refers to no other file', () => {
    const svg = toSvg(storefront);
    expect(svg).toContain('@media (prefers-color-scheme:dark)');
    expect(svg).not.toMatch(/href|@import|url\(http|<script/);
  });

  test('is well-formed whatever the texts are', () => {
    fc.assert(
      fc.property(fc.array(anyGraph, { maxLength: 2 }), (graphs) =>
        expect(XMLValidator.validate(toSvg(...graphs))).toBe(true),
      ),
    );
  });

  test('keeps cards within their columns, without overlaps', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const { box, columns, triggers } = layOut(graph, 0);
        const cards = [...columns.flatMap((column) => column.cards), ...triggers.map(({ card }) => card)].map(
          (card) => card.box,
        );
        for (const column of columns)
          for (const card of column.cards) expect(isWithin(card.box, column.box)).toBe(true);
        for (const card of cards) expect(isWithin(card, box)).toBe(true);
        cards.forEach((card, index) =>
          cards.slice(index + 1).forEach((other) => expect(overlap(card, other)).toBe(false)),
        );
      }),
    );
  });

  test('draws several pipelines one below the other', () => {
    const one = heightOf(toSvg(storefront));
    expect(heightOf(toSvg(storefront, storefront))).toBe(2 * one);
  });
});

function textsOf(svg: string): string[] {
  const texts: string[] = [];
  new XMLParser({
    ignoreAttributes: true,
    tagValueProcessor: (tag, value) => {
      if (tag === 'text') texts.push(value);
      return value;
    },
  }).parse(svg);
  return texts;
}

function heightOf(svg: string): number {
  return Number(/height="(\d+)"/.exec(svg)?.[1]);
}

function isWithin(inner: Box, outer: Box): boolean {
  const right = inner.x + inner.width <= outer.x + outer.width;
  const bottom = inner.y + inner.height <= outer.y + outer.height;
  return inner.x >= outer.x && inner.y >= outer.y && right && bottom;
}

function overlap(one: Box, other: Box): boolean {
  const aside = one.x + one.width <= other.x || other.x + other.width <= one.x;
  return !(aside || one.y + one.height <= other.y || other.y + other.height <= one.y);
}
