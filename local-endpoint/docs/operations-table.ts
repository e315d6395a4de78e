import type { RunningService } from '../kit/local-service';

const BEGIN = '<!-- operations: npm run readme:operations writes this table -->';
const END = '<!-- end of operations -->';

/**
 * A page with its table of operations rewritten.
 * @throws Error where the page lacks the markers
 */
export function withOperationsTable(page: string, services: readonly RunningService[]): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page must contain ${BEGIN} and after it ${END}`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${operationsTable(services)}\n\n${page.slice(end)}`;
}

/** A row for each service. */
function operationsTable(services: readonly RunningService[]): string {
  const rows = services.map(({ service, operations = {} }) => [
    [service.name, ...(service.aliases ?? [])].map(code).join(', '),
    Object.keys(operations).sort().join(', '),
    service.otherwise === 'refuse' ? 'refused' : 'forwarded',
    Object.keys(service.resources).sort().map(code).join(', '),
  ]);
  const header = ['Service', 'Operations of its own', 'All others', 'CloudFormation types'];
  return [header, header.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell || '–').join(' | ')} |`)
    .join('\n');
}

const code = (text: string): string => `\`${text}\``;
