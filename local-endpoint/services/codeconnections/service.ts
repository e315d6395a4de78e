import type { LocalService } from '../../kit/local-service';
import { createConnection, deleteConnection, getConnection, listConnections } from './operations/connections';
import { listTagsForResource, tagResource, untagResource } from './operations/tags';
import { useConnection } from './operations/use-connection';
import { permissions } from './permissions';
import { findOrCreateRepository } from './repositories/find-repository';
import { receivePush } from './repositories/receive-push';
import { resources } from './resources';
import { createConnectionsStore } from './store';

/**
 * AWS CodeConnections, https://docs.aws.amazon.com/codeconnections/latest/APIReference/, under its own name and the one it
 * had before. Hosts, repository links and sync configurations are refused by name.
 */
export const codeConnections: LocalService = {
  name: 'codeconnections',
  aliases: ['codestar-connections'],
  otherwise: 'refuse',
  permissions,
  resources,
  create(context) {
    const store = createConnectionsStore(context);
    context.git.serve('/git/', async (path, pushing) => {
      const found = await findOrCreateRepository(store, path, pushing);
      if (typeof found === 'string') return found;
      return { repository: found.files, receive: (push) => receivePush(store, found, push) };
    });
    return {
      operations: {
        CreateConnection: createConnection(store),
        GetConnection: getConnection(store),
        ListConnections: listConnections(store),
        DeleteConnection: deleteConnection(store),
        TagResource: tagResource(store),
        UntagResource: untagResource(store),
        ListTagsForResource: listTagsForResource(store),
        UseConnection: useConnection(store),
      },
    };
  },
};
