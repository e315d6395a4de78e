import { logger } from '../../../handlers/logger';

/**
 * The lines that a handler logs while `work` runs. Powertools has a console of its own, which writes to standard output.
 */
export async function logLinesOf(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const level = logger.getLevelName();
  const lines: string[] = [];
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0),
  );
  logger.setLogLevel('DEBUG');
  try {
    await work();
  } finally {
    logger.setLogLevel(level);
    for (const spy of spies) spy.mockRestore();
  }
  const text = lines.join('');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
