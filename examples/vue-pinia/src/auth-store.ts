import { defineStore } from "pinia";
import { computed, onScopeDispose, shallowRef } from "vue";
import { hasPermission } from "@/lib/client/access-of-user";
import { createClient } from "@/lib/client/create-client";

/**
 * Who is signed in, as a Pinia store. The client keeps the tokens in localStorage and every tab in step; the store shows
 * what it knows and adds nothing to it, so nothing here can be persisted or patched out of step.
 */
export const useAuthStore = defineStore("auth", () => {
  const { auth, admin } = createClient({
    apiBaseUrl: import.meta.env.VITE_API_BASE_URL ?? "http://localhost:3000",
    storageStrategy: "localStorage-only",
  });
  const state = shallowRef(auth.store.getSnapshot());
  const unsubscribe = auth.store.subscribe(() => (state.value = auth.store.getSnapshot()));
  const stop = auth.start();
  onScopeDispose(() => {
    unsubscribe();
    stop();
  });

  const user = computed(() => state.value.user);
  return {
    user,
    isAuthenticated: computed(() => state.value.isAuthenticated),
    /** Until it is known whether anybody is signed in, and who. */
    isUnknown: computed(() => state.value.loading || (state.value.isAuthenticated && !user.value)),
    /** For what a page shows. The API asks its database again for every request. */
    can: (permission: string) => hasPermission(user.value, permission),
    /** By e-mail address or username. @throws AuthClientError */
    login: async (identifier: string, password: string) => void (await auth.login(identifier, password)),
    /** Signed out here in any case. @throws AuthClientError where the server could not be told */
    logout: () => auth.logout(),
    /** The person anew, with roles and permissions. @throws AuthClientError */
    refreshUser: async () => void (await auth.getUser()),
    /** One page of people; needs `users.view`. @throws AuthClientError */
    listPeople: () => admin.listUsers({ per_page: 10 }),
  };
});
