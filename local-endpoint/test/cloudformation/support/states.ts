/** What a stack is that was made. */
export const created = { StackStatus: 'CREATE_COMPLETE' };

/** What a stack is that was changed. */
export const updated = { StackStatus: 'UPDATE_COMPLETE' };

/** What a stack is that is gone. */
export const deleted = { StackStatus: 'DELETE_COMPLETE' };
