import type { ResourceProvider } from './provider';

/** The provider of a resource type, if there is one. */
export function findProvider(type: string): ResourceProvider | undefined {
  return PROVIDERS[type];
}

const PROVIDERS: Readonly<Record<string, ResourceProvider>> = {};
