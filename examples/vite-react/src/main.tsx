import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { AuthProvider } from "@/components/auth/auth-provider";
import { App } from "./app";
import "./style.css";

const config = { apiBaseUrl: import.meta.env.VITE_API_BASE_URL ?? "http://localhost:3000" };

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <AuthProvider config={config}>
        <App />
      </AuthProvider>
    </StrictMode>,
  );
}
