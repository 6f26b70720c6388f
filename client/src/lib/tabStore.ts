/*
 * One value that every tab of this device reads as it was last written. localStorage does not promise that: another
 * tab lives in another process, and hears of a change a moment later. Where IndexedDB is not to be had, nothing is
 * kept, and nothing found.
 */
const databaseName = 'ohkay.tabs';
const storeName = 'values';

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(storeName);
  return settled(request);
}

async function withStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  if (typeof indexedDB === 'undefined') return null;
  try {
    const database = await open();
    try {
      const transaction = database.transaction(storeName, mode);
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB failed'));
      });
      const [result] = await Promise.all([settled(work(transaction.objectStore(storeName))), done]);
      return result;
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

export async function readForTabs(key: string): Promise<string | null> {
  const value = await withStore<unknown>('readonly', (store) => store.get(key) as IDBRequest<unknown>);
  return typeof value === 'string' ? value : null;
}

export async function writeForTabs(key: string, value: string): Promise<void> {
  await withStore('readwrite', (store) => store.put(value, key));
}
