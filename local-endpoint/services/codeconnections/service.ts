import type { LocalService } from '../../kit/local-service';
import type { ConnectionsStore } from './store';
import { createConnection } from './operations/create-connection';
import { deleteConnection } from './operations/delete-connection';
import { getConnection } from './operations/get-connection';
import { listConnections } from './operations/list-connections';
import { listTagsForResource, tagResource, untagResource } from './operations/tags';
import { useConnection } from './operations/use-connection';
import { permissions } from './permissions';
import { resources } from './resources';
import { findOrCreateRepository } from './repositories/find-repository';
import { receivePush } from './repositories/receive-push';

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
    const store: ConnectionsStore = { context, connections: new Map(), repositories: new Map() };
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
