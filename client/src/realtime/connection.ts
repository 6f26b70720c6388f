import { create } from 'zustand';

export interface ConnectionState {
  /** `lost` only after there was a connection: the first attempt is `connecting`. */
  status: 'idle' | 'connecting' | 'online' | 'lost';
}

export const useConnection = create<ConnectionState>(() => ({ status: 'idle' }));
