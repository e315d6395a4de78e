import type { ResourceProvider } from '../../../kit/resources/provider';

/** What the CDK adds to every stack for its usage statistics; nothing is made for it. */
export const metadata: ResourceProvider = {
  properties: 'any',
  create: async ({}, context) => ({ physicalId: context.generatedName(128) }),
  update: async ({ physicalId }) => ({ physicalId }),
  delete: async () => undefined,
};
