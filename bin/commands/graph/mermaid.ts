import type { ActionNode, PipelineGraph, StageNode, TriggerNode } from './pipeline-graph';

/**
 * Pipelines as a Mermaid flowchart: triggers, stages as subgraphs, actions, approvals as hexagons, and where a
 * deployment rolls back to. https://mermaid.js.org/syntax/flowchart.html
 */
export function toMermaid(...graphs: readonly PipelineGraph[]): string {
  const lines = graphs.flatMap((graph, index) => pipelineLines(graph, `p${index + 1}`));
  return [
    'flowchart LR',
    ...lines.map((line) => `  ${line}`),
    ...CLASSES.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** Colours with dark text on light and a border, legible on either background. */
const CLASSES = [
  'classDef trigger fill:#e8f0fe,stroke:#3b6fd4,color:#12213f',
  'classDef source fill:#e3f2fd,stroke:#1c7ed6,color:#0b2540',
  'classDef approval fill:#fff3cd,stroke:#b7791f,color:#3d2a00',
  'classDef deploy fill:#e3f6e8,stroke:#2b8a3e,color:#0d2f16',
  'classDef other fill:#f1ecfb,stroke:#7048c6,color:#23124a',
  'classDef rollback fill:#fdeaea,stroke:#c92a2a,color:#4a0d0d,stroke-dasharray:4 3',
];

function pipelineLines({ name, triggers, stages }: PipelineGraph, id: string): string[] {
  return [
    `subgraph ${id} [${label(name)}]`,
    ...indented(
      triggers.flatMap((trigger, index) => triggerLines(trigger, `${id}t${index + 1}`, stages, id)),
    ),
    ...indented(stages.flatMap((stage, index) => stageLines(stage, stageId(id, index)))),
    ...indented(stages.slice(1).map((_, index) => `${stageId(id, index)} --> ${stageId(id, index + 1)}`)),
    ...indented(stages.flatMap((stage, index) => rollbackLines(stage, stageId(id, index)))),
    'end',
  ];
}

const stageId = (pipeline: string, index: number) => `${pipeline}s${index + 1}`;
const actionId = (stage: string, index: number) => `${stage}a${index + 1}`;

function triggerLines(
  { title, details, pins }: TriggerNode,
  id: string,
  stages: readonly StageNode[],
  pipeline: string,
): string[] {
  const source = stages[0]?.actions.findIndex(({ name }) => name === pins) ?? -1;
  const target = source < 0 ? stageId(pipeline, 0) : actionId(stageId(pipeline, 0), source);
  return [`${id}([${label(title, ...details)}]):::trigger`, `${id} --> ${target}`];
}

function stageLines({ name, actions }: StageNode, id: string): string[] {
  return [
    `subgraph ${id} [${label(name)}]`,
    ...indented(actions.map((action, index) => actionLine(action, actionId(id, index)))),
    ...indented(sequence(actions, id)),
    'end',
  ];
}

function actionLine({ name, category, provider, details }: ActionNode, id: string): string {
  const text = label(name, provider, ...details);
  const shape = category === 'Approval' ? `{{${text}}}` : `[${text}]`;
  return `${id}${shape}:::${classOf(category)}`;
}

function classOf(category: string): string {
  return ['Source', 'Approval', 'Deploy'].includes(category) ? category.toLowerCase() : 'other';
}

/** Every action waits for all of the run order before. */
function sequence(actions: readonly ActionNode[], id: string): string[] {
  const orders = [...new Set(actions.map(({ runOrder }) => runOrder))];
  const ids = (order: number | undefined) =>
    actions.flatMap(({ runOrder }, index) => (runOrder === order ? [actionId(id, index)] : []));
  return orders
    .slice(1)
    .map((order, index) => `${ids(orders[index]).join(' & ')} --> ${ids(order).join(' & ')}`);
}

function rollbackLines({ actions, onFailure }: StageNode, id: string): string[] {
  const deployments = actions.flatMap(({ rollback }, index) => {
    if (!rollback) return [];
    const back = `${actionId(id, index)}r`;
    const on = label(`on ${rollback.on.join(', ')}`);
    return [
      `${back}([${label('rolls back', 'what served before serves on')}]):::rollback`,
      `${actionId(id, index)} -. ${on} .-> ${back}`,
    ];
  });
  if (onFailure === undefined) return deployments;
  return [
    ...deployments,
    `${id}f([${label(`stage ${onFailure.toLowerCase()}`)}]):::rollback`,
    `${id} -. ${label('on failure')} .-> ${id}f`,
  ];
}

/** A label of several lines, in quotes, with every character that Mermaid would read as syntax given by its number. */
function label(...lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    line.replace(/["#&;<>`]/g, (character) => `#${character.charCodeAt(0)};`).replace(/\s+/g, ' '),
  );
  return `"${escaped.join('<br/>')}"`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
