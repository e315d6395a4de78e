import type { LocalService, ServiceParts } from '../kit/local-service';

/**
 * A service of a test: operations it answers, or observers of what moto answers.
 * @param otherwise what becomes of its other operations @default forward
 */
export function testService(
  name: string,
  parts: ServiceParts,
  otherwise: LocalService['otherwise'] = 'forward',
): LocalService {
  return { name, otherwise, permissions: {}, resources: {}, create: () => parts };
}
